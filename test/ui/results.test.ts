// Results and Export used: numbers open their images, the rule says what it does, comparisons claim no more than
// they may, the certificate is proof, and a file that differs is refused loudly.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { finished } from './support/archive.ts';
import { openWindow, type Window } from './support/window.ts';

let window: Window;
beforeEach(async () => {
  window = await openWindow({ language: 'en' });
});
afterEach(() => window.close());

const results = '#/projects/1/results';

it('shows escape and overkill before accuracy, with what they allow', async () => {
  const { page } = window;
  await window.open(`${results}?run=3`);
  await page.getByText('0 of 40 missed: up to 7.2 % is still possible.').waitFor();
  const headings = await page.locator('section h2').allTextContents();
  expect(headings.slice(0, 3).map((text) => /^[A-Z][a-z]+?(?=defective|good|images)/.exec(text)?.[0])).toEqual([
    'Escape',
    'Overkill',
    'Accuracy',
  ]);
  const pictures = await page.getByRole('img', { name: /range/ }).all();
  expect(await Promise.all(pictures.map((picture) => picture.getAttribute('aria-label')))).toEqual([
    'Escape: 0 %, range 0 % to 7.2 %',
    'Overkill: 3.3 %, range 0.4 % to 11.5 %',
    'Accuracy: 97.0 %, range 91.5 % to 99.4 %',
  ]);
});

it('opens the images of a cell, one of them large, its neighbours by arrow keys', async () => {
  const { page } = window;
  await window.open(`${results}?run=1`);
  await page.getByRole('button', { name: /images of キズ judged as OK \(escape\)/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('li button').first().click();
  await dialog.getByText('Image 1 of 2').waitFor();
  const first = await dialog.locator('img').getAttribute('src');
  await page.keyboard.press('ArrowRight');
  await dialog.getByText('Image 2 of 2').waitFor();
  expect(await dialog.locator('img').getAttribute('src')).not.toBe(first);
  await dialog.getByRole('button', { name: 'Back to the images' }).click();
  expect(await dialog.locator('li').count()).toBe(2);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

it('puts escapes first among the mistakes', async () => {
  const { page } = window;
  await window.open(`${results}?run=1&view=mistakes`);
  await page.locator('li img').first().waitFor();
  const kinds = await page.locator('li .kind').allTextContents();
  const order = ['escape', 'overkill', 'other class'];
  expect(kinds.map((kind) => order.indexOf(kind))).toEqual(kinds.map((kind) => order.indexOf(kind)).toSorted());
  expect(kinds[0]).toBe('escape');
});

it('recommends a rule, moves its thresholds by keys and pointer, and puts it in force', async () => {
  const { lab, page } = window;
  await window.open(`${results}?run=2&view=rule`);
  await page.getByText('chosen on 40 validation images (16 defective)').waitFor();
  await page.getByText('No rule is in force').waitFor();
  const [ok, ng] = [page.getByRole('slider', { name: /^OK below/ }), page.getByRole('slider', { name: /^NG from/ })];
  const spoken = async () => [await ok.getAttribute('aria-valuetext'), await ng.getAttribute('aria-valuetext')];
  const recommended = await spoken();
  await ok.press('End');
  expect(await spoken()).toEqual(['1.00: escape 100 %', '1.00: overkill 0 %']);
  await page.getByText('moved by hand').waitFor();
  await ng.press('Home');
  expect(await spoken()).toEqual(['0.00: escape 0 %', '0.00: overkill 100 %']);
  const box = await ng.boundingBox();
  if (!box) throw new Error('no slider');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  expect(Math.abs(Number((await spoken())[1]?.split(':')[0]) - 0.5)).toBeLessThan(0.06);
  expect((await spoken())[0]).toBe('0.00: escape 0 %');
  await page.getByRole('button', { name: 'Use this rule' }).click();
  await page.getByText(/^In force: OK below 0, NG from 0\.\d+ \(佐藤/).waitFor();
  expect(lab.judging.kept.get(2)?.rule).toMatchObject({ okBelow: 0, unlikeFrom: null });
  await page.getByRole('button', { name: 'Back to the recommendation' }).click();
  await expect.poll(spoken).toEqual(recommended);
  await page.getByRole('button', { name: 'Go without a rule' }).click();
  await page.getByText('No rule is in force').waitFor();
});

it('says what limits cost and whether the test images prove them', async () => {
  const { lab, page } = window;
  await window.open(`${results}?run=1&view=rule`);
  await page.getByText('Limit the escapes').click();
  await page.getByText(/cannot prove the limit of 1\.0 %: up to \d/).waitFor();
  await page.getByLabel(/^Of defective parts may pass/).fill('90');
  await page.getByText(/With 95 % confidence no more than/).waitFor();
  lab.judging.chosenOn = 'test';
  await page.getByLabel('One look by a person costs').fill('18');
  await page.getByText('too few validation images').waitFor();
});

it('says how honest the probabilities are', async () => {
  const { lab, page } = window;
  await window.open(`${results}?run=1&view=trust`);
  await page.getByText('The model is surer than it says: dividing its logits by 0.70').waitFor();
  await page.getByRole('row', { name: /^with temperature/ }).waitFor();
  lab.judging.temperature = 3;
  await window.open(`${results}?run=3&view=trust`);
  await page.getByText('the correction does not help').waitFor();
  lab.judging.temperature = 1;
  await window.open(`${results}?run=2&view=trust`);
  await page.getByText('fewer than 30 validation images').waitFor();
  expect(await page.getByRole('row', { name: /^with temperature/ }).count()).toBe(0);
});

it('compares images, shows the unlike ones, what they resemble, and where the model looked', async () => {
  const { lab, page } = window;
  await window.open(`${results}?run=1&view=mistakes`);
  await page.locator('li button').first().click();
  await page.getByText('Compare the images under “Trust”').waitFor();
  expect(await page.locator('canvas').count()).toBe(0);
  await page.getByText('Show where the model looked').click();
  await page.getByRole('img', { name: /^Where the model looked for “OK”/ }).waitFor();
  await page.getByRole('radio', { name: 'キズ' }).check();
  await page.getByRole('img', { name: /for “キズ”/ }).waitFor();
  await page.keyboard.press('Escape');

  await window.open(`${results}?run=1&view=trust`);
  await page.getByRole('button', { name: 'Compare the images' }).click();
  await expect.poll(() => lab.studies.state.orders).toEqual([{ kind: 'likeness', runId: 1 }]);
  lab.judging.compared = true;
  lab.studies.change(1, { status: 'done' });
  await page.getByText('7 of 100 test images are unlike the 360 training images').waitFor();
  await page.getByText('largest distance among 40 validation images').waitFor();
  await page.locator('li button').first().click();
  await page.getByText(/^Unlike the training images \(distance 0\.4/).waitFor();
  expect(await page.getByRole('img', { name: /distance 0\./ }).count()).toBe(6);
  await page.keyboard.press('Escape');

  await window.open(`${results}?run=1&view=rule`);
  const reviewed = page.getByText(/test images; on the line/);
  const before = await reviewed.textContent();
  await page.getByText('Parts unlike the training images go to a person').click();
  await expect.poll(() => reviewed.textContent()).not.toBe(before);
  await page.getByRole('button', { name: 'Use this rule' }).click();
  await page.getByText(/^In force/).waitFor();
  expect(lab.judging.kept.get(1)?.rule?.unlikeFrom).toBe(0.4);
});

it('names the weak spots, and says where nothing is known', async () => {
  const { lab, page } = window;
  await window.open(`${results}?run=1&view=slices`);
  await page.getByText('Weaker than the rest: L-264').waitFor();
  await page.getByRole('radio', { name: 'Hour' }).check();
  await page.getByRole('row', { name: /^11:00/ }).waitFor();
  lab.judging.knows = [];
  await window.open(`${results}?run=2&view=slices`);
  await page.getByText('Nothing is known of the parts').waitFor();
});

it('claims a difference only where intervals are apart, and none of other data', async () => {
  const { lab, page } = window;
  lab.archive.finished = [
    finished(1, 'sgd', 0.4),
    finished(2, 'samar', 0.7),
    finished(3, 'sam', 0.98),
    finished(4, 'sgd', 0.7, { snapshot: { id: 2, digest: 'f'.repeat(64), images: 9, classes: [] } }),
  ];
  lab.archive.relist();
  await window.open(`${results}?run=3&view=compare`);
  await page.getByText('cannot be compared fairly').waitFor();
  await page.getByRole('checkbox', { name: /^Run 4/ }).uncheck();
  await page.getByText('Choose one more training').waitFor();
  await page.getByRole('checkbox', { name: /^Run 2/ }).check();
  await page.getByText('Escape: the ranges overlap, so no difference can be claimed.').waitFor();
  await page.getByRole('checkbox', { name: /^Run 2/ }).uncheck();
  await page.getByRole('checkbox', { name: /^Run 1/ }).check();
  await page.getByText('Overkill: run 3 is lower than run 1; their ranges do not overlap.').waitFor();
});

it('keeps a note', async () => {
  const { lab, page } = window;
  await window.open(`${results}?run=2`);
  await page.getByLabel('Note').fill('新しい照明');
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await page.getByText('Note kept.').waitFor();
  expect(lab.archive.finished[1]?.report.note).toBe('新しい照明');
});

it('says what to do where nothing is finished yet', async () => {
  const { lab, page } = window;
  lab.archive.lines = [];
  for (const screen of ['results', 'export']) {
    await window.open(`#/projects/1/${screen}`);
    expect(await page.getByRole('link', { name: 'Go to Train' }).getAttribute('href')).toBe('#/projects/1/train');
  }
});

it('certifies the file and offers it for download', async () => {
  const { lab, page } = window;
  await window.open('#/projects/1/export?run=3');
  await page.getByRole('heading', { name: 'Judges as in training' }).waitFor();
  expect(await page.locator('.certificate dd').allTextContents()).toEqual(['100', '0', '0.0000003']);
  await page.getByRole('button', { name: 'Download the ONNX file only' }).click();
  await page.getByText('The download has started').waitFor();
  expect(lab.archive.saved).toEqual(['download']);
});

it('refuses a file that judges otherwise, loudly, and offers nothing to save', async () => {
  const { lab, page } = window;
  lab.archive.exportFails = true;
  await window.open('#/projects/1/export?run=3');
  const alert = page.getByRole('alert');
  await alert.getByText('Do not use this model').waitFor();
  expect(await alert.textContent()).toContain('3 of 100 test images differ');
  expect(await page.getByRole('button', { name: /Save|Download/ }).count()).toBe(0);
  lab.archive.exportFails = false;
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByRole('heading', { name: 'Judges as in training' }).waitFor();
});
