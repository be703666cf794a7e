// The Export screen's signed package: made with a new key, with the words that open it, or by the system; what it shows.
import { afterEach, expect, it } from 'vitest';
import { findings } from './support/looks.ts';
import { packageOf, siteKey } from './support/packages.ts';
import { openWindow, type Window } from './support/window.ts';

let window: Window | undefined;
afterEach(async () => {
  await window?.close();
  window = undefined;
});

const hash = '#/projects/1/export?run=3';
const own = /旋盤加工品の外観|第一工場|キズ|汚れ/g;

it('is made with a key that is made on the way, saved, and its certificate can be read', async () => {
  window = await openWindow();
  const { page, lab } = window;
  await window.open(hash);
  await page.getByRole('button', { name: '署名つきパッケージを作る' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '鍵をつくる' }).click();
  expect(await dialog.getByRole('alert').allTextContents()).toEqual([
    '拠点名を入力してください。',
    '8文字以上で入力してください。',
  ]);
  await dialog.getByLabel('拠点名').fill('第二工場');
  await dialog.getByLabel('パスフレーズ', { exact: true }).fill('とても長い言葉です');
  await dialog.getByLabel('パスフレーズ（確認）').fill('とても長い言葉');
  await dialog.getByRole('button', { name: '鍵をつくる' }).click();
  expect(await dialog.getByRole('alert').allTextContents()).toEqual(['2つの入力が一致していません。']);
  await dialog.getByLabel('パスフレーズ（確認）').fill('とても長い言葉です');
  await dialog.getByRole('button', { name: '鍵をつくる' }).click();
  await page.getByText('パッケージができています').waitFor();
  expect(lab.packages.key).toMatchObject({ site: '第二工場', protection: 'passphrase' });
  expect(await page.locator('td.good').allTextContents()).toHaveLength(3);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'パッケージをダウンロード' }).click();
  expect((await download).suggestedFilename()).toBe('旋盤加工品の外観-3.zip');
  await page.getByRole('button', { name: '証明書を開く' }).click();
  await page.getByRole('heading', { name: '判定一致証明書' }).waitFor();
});

it('asks for the words that open the key; wrong ones are told, and nothing is made', async () => {
  window = await openWindow({ language: 'en' });
  const { page, lab } = window;
  Object.assign(lab.packages, { key: siteKey, passphrase: 'correct horse' });
  await window.open(hash);
  const make = page.getByRole('button', { name: 'Make a signed package' });
  for (const [words, outcome] of [
    ['battery staple', 'The passphrase does not open the signing key'],
    ['correct horse', 'The package is ready'],
  ] as const) {
    await make.click();
    await page.getByLabel('Passphrase').fill(words);
    await page.getByRole('dialog').getByRole('button', { name: 'Sign' }).click();
    await page.getByText(outcome).waitFor();
  }
  expect(lab.packages.made).toHaveLength(1);
});

it('asks nothing where the system protects the key, and can be stopped', async () => {
  window = await openWindow();
  const { page, lab } = window;
  Object.assign(lab.packages, { key: { ...siteKey, protection: 'system' }, pace: 400 });
  await window.open(hash);
  await page.getByRole('button', { name: '署名つきパッケージを作る' }).click();
  await page.getByText('パッケージを確認して署名しています').waitFor();
  await page.getByRole('button', { name: '中止' }).click();
  await page.getByText('パッケージは書き出していません').waitFor();
  expect(lab.packages.made).toEqual([]);
});

it('is clean before, after, and where it must be made again', async () => {
  window = await openWindow();
  const { page, lab } = window;
  lab.packages.key = siteKey;
  await window.open(hash);
  await page.locator('.act').waitFor();
  expect(await findings(window, { own })).toEqual([]);
  lab.packages.made = [packageOf(3, { current: false, leftOut: ['half: LayerNormalization'] }), packageOf(2)];
  await window.open(hash);
  await page.locator('td.good').first().waitFor();
  expect(await findings(window, { own })).toEqual([]);
  lab.packages.key = null;
  lab.packages.hasSystemProtection = true;
  await window.open('#/projects/1/export?run=1');
  await page.locator('.act button').click();
  await page.getByRole('dialog').waitFor();
  expect(await findings(window, { own })).toEqual([]);
});
