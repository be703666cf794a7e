// Networks from elsewhere in the settings: found out about, corrected, added; one that trainings need is not removed.
import { afterEach, expect, it } from 'vitest';
import { cardOf, lookedOf } from './support/backbones.ts';
import { axeFindings, misfits } from './support/page-checks.ts';
import { openWindow, type Window } from './support/window.ts';

let window: Window | undefined;
afterEach(async () => {
  await window?.close();
  window = undefined;
});

const file = { name: 'keras_net.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from('x') };

async function fits({ page, complaints, lab }: Window) {
  expect(await axeFindings(page)).toEqual([]);
  expect(await misfits(page)).toEqual([]);
  expect(complaints).toEqual([]);
  expect(lab.stage.failures).toEqual([]);
}

it('asks what the file does not say, and adds the network', async () => {
  window = await openWindow({ language: 'en', theme: 'dark' });
  const { page, lab } = window;
  const { preprocessing, head } = cardOf();
  lab.backbones.looked = lookedOf(
    cardOf({
      name: 'keras_net',
      preprocessing: { ...preprocessing, known: 'unknown' },
      head: { ...head, confidence: 'low' },
      canFineTune: 'head-only',
      withoutGradient: ['Round'],
    }),
  );
  await window.open('#/settings');
  const choice = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add a network' }).click();
  await (await choice).setFiles(file);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Cut at').selectOption({ index: 1 });
  await dialog.getByText('averaged over 14 × 14 places').waitFor({ state: 'attached' });
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByText('its file does not say it').waitFor();
  await fits(window);
  await page.setViewportSize({ width: 480, height: 720 });
  expect(await misfits(page)).toEqual([]);
  await dialog.getByLabel('Pixels as the network wants them').selectOption('symmetric');
  await dialog.getByLabel('Name').fill('Keras 検査');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('“Keras 検査” was added').or(page.getByText('"Keras 検査" was added')).waitFor();
  const [added] = lab.backbones.added;
  expect(added?.card).toMatchObject({ name: 'Keras 検査', preprocessing: { known: 'user', mean: [0.5, 0.5, 0.5] } });
});

it('removes one that nothing needs, says why another stays, and keeps the one in the box', async () => {
  window = await openWindow();
  const { page, lab } = window;
  lab.backbones.added = [
    { card: cardOf({ id: 'c3'.repeat(32), name: 'narashi-surface', origin: 'box' }), runs: 0 },
    { card: cardOf(), runs: 2 },
    { card: cardOf({ id: 'b2'.repeat(32), name: 'vit_small_patch16_224_in21k' }), runs: 0 },
  ];
  await window.open('#/settings');
  const remove = async (name: string) => {
    await page.getByRole('button', { name: `${name}を削除` }).click();
    await page.getByRole('dialog').getByRole('button', { name: '削除する' }).click();
  };
  await remove('resnet18');
  await page.getByText('学習2件（3, 4）').waitFor();
  await fits(window);
  await remove('vit_small_patch16_224_in21k');
  await page.getByText('「vit_small_patch16_224_in21k」を削除しました。').waitFor();
  expect(await page.getByRole('button', { name: 'narashi-surfaceを削除' }).count()).toBe(0);
  await page.getByText('Narashi付属。').waitFor();
  expect(lab.backbones.added.map(({ card }) => card.name)).toEqual(['narashi-surface', 'resnet18']);
});
