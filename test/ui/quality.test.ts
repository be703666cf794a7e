// The Data quality screen used: a check started and watched, suspects decided on by keys, taken back; balance read.
import { afterEach, expect, it } from 'vitest';
import { findings } from './support/looks.ts';
import { axeFindings, misfits } from './support/page-checks.ts';
import { openWindow, type Window } from './support/window.ts';

let window: Window;
afterEach(() => window.close());

const quality = '#/projects/1/quality';

it('starts a check by keys, shows how far it is, and then the suspects', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  await window.open(quality);
  await page.getByRole('button', { name: 'Start the check' }).press('Enter');
  await page.getByRole('progressbar', { name: 'Cross-validation' }).waitFor();
  expect(lab.studies.state.orders).toEqual([{ kind: 'cross-validation', projectId: 1, preset: 'fast', folds: 5 }]);
  lab.studies.change(1, { done: 30, total: 120 });
  await page.getByText('30 / 120').waitFor();
  lab.quality.studyId = 1;
  lab.studies.change(1, { status: 'done' });
  await page.getByText('of 500 labels about 8 are probably wrong. 10 to look at, 0 decided').waitFor();
  await page.getByText('Cross-validated accuracy: 92.0 %').waitFor();
  expect(lab.stage.failures).toEqual([]);
});

it('takes decisions by keys and mouse, with a reason, and takes them back', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  lab.quality.studyId = 1;
  lab.studies.add({ kind: 'cross-validation', projectId: 1, preset: 'fast', folds: 5 }, { status: 'done' });
  await window.open(quality);
  await page.getByText('1 of 10 · 2026-11-20/0000.png').waitFor();
  await page.keyboard.press('k');
  await page.getByText('Label confirmed.').waitFor();
  await page.getByText('1 of 9 · 2026-11-20/0001.png').waitFor();
  await page.getByLabel('Why').fill('dent, no stain');
  await page.getByRole('button', { name: 'Change to キズ' }).click();
  await page.getByText('Label changed to キズ.').waitFor();
  expect(lab.quality.decisions).toEqual([
    { imageIds: [1], classId: null, reason: '' },
    { imageIds: [2], classId: 2, reason: 'dent, no stain' },
  ]);
  await page.getByText('1 of 8 · 2026-11-20/0002.png').waitFor();
  await page.keyboard.press('s');
  await page.getByText('1 of 8 · 2026-11-20/0003.png').waitFor();
  await page.getByLabel('Another class').selectOption({ label: 'OK' });
  await page.getByText('Label changed to OK.').waitFor();
  await page.keyboard.press('k');
  await page.getByText('Label confirmed.').waitFor();
  const before = lab.quality.decided.length;
  await page.keyboard.press('Control+z');
  await page.getByText('Label confirmed.').waitFor({ state: 'detached' });
  expect(lab.quality.decided).toHaveLength(before - 1);
});

it('takes the next key for the next image, though the list has not come yet', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  lab.quality.studyId = 1;
  lab.studies.add({ kind: 'cross-validation', projectId: 1, preset: 'fast', folds: 5 }, { status: 'done' });
  await window.open(quality);
  await page.getByText('1 of 10 · 2026-11-20/0000.png').waitFor();
  lab.quality.listDelay = 500;
  await page.keyboard.press('k');
  await page.getByText('Label confirmed.').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Label changed to キズ.').waitFor();
  expect(lab.quality.decisions.map(({ imageIds }) => imageIds)).toEqual([[1], [2]]);
  await page.keyboard.press('Control+z');
  await page.getByText('1 of 9 · 2026-11-20/0001.png').waitFor();
});

it('compares pictures when asked to, shows what leaks first, and closes it after asking', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  await window.open(`${quality}?view=duplicates`);
  await page.getByRole('button', { name: 'Compare the pictures' }).press('Enter');
  await page.getByText('500 pictures compared. Groups of look-alikes: 2; on both sides of the test: 1').waitFor();
  const first = page.locator('.groups > li').first();
  expect(await first.textContent()).toMatch(/3 pictures.*different labels.*on both sides of the test/s);
  await page.getByText('… and 3 more').waitFor();
  await page.getByRole('button', { name: 'Put each group on one side' }).click();
  await page.getByRole('dialog').getByText('Data versions made before stay as they are').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Put each group on one side' }).click();
  await page.getByText('2 pictures were moved.').waitFor();
  await page.getByText('Groups of look-alikes: 1; on both sides of the test: 0').waitFor();
  expect(lab.quality.leaks).toBe(false);
});

it('says what stands out in the balance', async () => {
  window = await openWindow({ language: 'en' });
  const { page } = window;
  await window.open(`${quality}?view=balance`);
  await page.getByText('汚れ has 21.4 times fewer images than the largest class').waitFor();
  await page.getByText('All images of 汚れ are of one lot').waitFor();
  expect(await page.getByRole('table', { name: 'Images of each class' }).getByRole('row').count()).toBe(4);
});

it.each([
  ['empty', false, ''],
  ['queue', true, ''],
  ['alike', true, '?view=duplicates'],
  ['balance', true, '?view=balance'],
] as const)('%s is clean, fits, and speaks one language', async (name, checked, query) => {
  window = await openWindow();
  const { lab, page } = window;
  if (checked) {
    lab.quality.studyId = 1;
    lab.studies.add({ kind: 'cross-validation', projectId: 1, preset: 'fast', folds: 5 }, { status: 'done' });
  }
  await window.open(quality + query);
  await page
    .locator(name === 'balance' ? 'table td' : name === 'queue' ? 'figure img' : 'main button')
    .first()
    .waitFor();
  if (name === 'alike') {
    await page.locator('main .empty button, main button').last().click();
    await page.locator('.groups img').first().waitFor();
  }
  expect(await findings(window, { own: /旋盤加工品の外観|キズ|汚れ/g })).toEqual([]);
});

it('lets an inspector judge blindly by keys, take one back, and shows the agreement and what is disputed', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  await window.open(`${quality}?view=agreement`);
  await page.getByText('Nobody has judged images here yet.').waitFor();
  await page.getByLabel('Inspector').fill('Sato');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByText('Sato has judged 0 images.').waitFor();
  // Neither name nor label of an image is told.
  expect(await page.getByRole('img', { name: 'Image to judge' }).count()).toBe(1);
  expect(await page.getByText('2026-11-20/').count()).toBe(0);
  for (const [key, judged] of [
    ['1', 1],
    ['3', 2],
    ['2', 3],
  ] as const) {
    await page.keyboard.press(key);
    await page.getByText(`Sato has judged ${judged} images.`).waitFor();
  }
  await page.keyboard.press('Control+z');
  await page.getByText('Sato has judged 2 images.').waitFor();
  await page.getByRole('button', { name: /^キズ/ }).click();
  await page.getByText('Sato has judged 3 images.').waitFor();
  expect(lab.quality.opinions.map(({ imageId, classId }) => [imageId, classId])).toEqual([
    [1, 1],
    [2, 3],
    [3, 2],
  ]);
  expect(await page.getByText('How far you agree').count()).toBe(0);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('row', { name: /^Sato – labels 3 66\.7 % 0\.50/ }).waitFor();
  await page.getByRole('button', { name: 'Label as キズ' }).click();
  await page.getByText('Label changed to キズ.').waitFor();
  expect(lab.quality.decisions).toEqual([{ imageIds: [3], classId: 2, reason: 'Agreed by the inspectors' }]);
  expect(await axeFindings(page)).toEqual([]);
  expect(await misfits(page)).toEqual([]);
});
