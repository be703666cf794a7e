// An inspection task of one's own: created, a folder imported after its report, labelled by keyboard, kept as a version;
// a ZIP file of a Japanese Windows; and reloading in the middle of an import loses nothing.
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { type App, closeBrowser, openApp } from './support/app.ts';
import { lookAt } from './support/looks.ts';
import { makeManyImages, makePlantFolder, makeShiftJisZip, plantFolder, shiftJisClasses } from './support/pictures.ts';

let app: App;
beforeEach(async () => {
  app = await openApp('ja');
});
afterEach(async () => {
  await app.close();
  expect(app.visitor.complaints).toEqual([]);
});
afterAll(closeBrowser);

/** A new project without classes, made from the first screen. */
async function createProject(name: string): Promise<void> {
  const { page, words, button } = app.visitor;
  await page.getByRole('button', { name: words.projects('first.own') }).click();
  await page.getByLabel(words.projects('edit.name'), { exact: true }).fill(name);
  await button(words.projects('edit.create')).click();
  await page.waitForURL(/#\/projects\/\d+\/images/);
}

/** Picks files or a folder in the browser's own dialog. */
async function pick(what: 'choose.folder' | 'choose.files', path: string): Promise<void> {
  const { page, words, button } = app.visitor;
  const asked = page.waitForEvent('filechooser');
  await button(words.imports(what)).click();
  await (await asked).setFiles(path);
}

it('a folder with all that goes wrong: reported first, imported, labelled by keyboard, undone, kept as a version', async () => {
  const { page, words, button } = app.visitor;
  const { imports, images } = words;
  const objections: string[] = [];
  const look = async (name: string) => objections.push(...(await lookAt(app.visitor, name)));
  const { good, scratched, chipped, loose, duplicates } = plantFolder;
  const total = good + scratched + chipped + loose;
  await makePlantFolder(join(app.scratch, '外観検査_10月'));
  await page.getByRole('button', { name: words.projects('first.own') }).click();
  await look('new-project');
  await page.keyboard.press('Escape');
  await createProject('M8ボルト 頭部の外観検査');
  await look('no-images');

  await pick('choose.folder', join(app.scratch, '外観検査_10月'));
  const wizard = page.getByRole('dialog');
  await wizard.getByText(imports('check.new')).waitFor();
  await look('import-report');
  const report = await wizard.textContent();
  expect(report).toContain(`${total} ${imports('check.new')}`);
  const figure = async (kind: 'duplicates' | 'unusable' | 'other-files') =>
    Number(
      await wizard
        .locator('dl div', { hasText: imports(`check.${kind}`) })
        .locator('b')
        .textContent(),
    );
  expect(await figure('duplicates')).toBe(duplicates);
  expect(await figure('unusable')).toBe(plantFolder.unreadable);
  expect(await figure('other-files')).toBe(plantFolder.other);
  await button(imports('check.list')).click();
  await wizard.getByRole('cell', { name: '外観検査_10月/キズ/IMG_0099.png', exact: true }).waitFor();
  await look('left-out');
  await button(imports('check.back')).click();
  await button(imports('check.confirm', { count: total })).click();
  await button(imports('done.look')).click();
  await page.getByText(images('images.count', { count: total })).waitFor();

  // Those without a class, one after the other, by keys alone.
  await button(images('images.label-by-key')).click();
  await page.getByText(images('viewer.position', { number: 1, total: loose }), { exact: true }).waitFor();
  await look('viewer');
  for (let left = loose; left > 0; left--) {
    await page.getByText(images('viewer.position', { number: 1, total: left }), { exact: true }).waitFor();
    await page.keyboard.press('1');
  }
  await page.getByText(images('viewer.done')).waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText(images('viewer.position', { number: 1, total: 1 }), { exact: true }).waitFor();
  await page.keyboard.press('2');
  await page.getByText(images('viewer.done')).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText(images('empty.all-labelled')).waitFor();

  await button(images('images.versions')).click();
  await button(images('versions.freeze')).click();
  await wizard.getByText(images('versions.frozen', { number: 1 })).waitFor();
  await look('versions');
  await button(images('versions.freeze')).click();
  await wizard.getByText(images('versions.same', { number: 1 })).waitFor();
  expect(objections).toEqual([]);
});

it('a ZIP file with Shift_JIS names', async () => {
  const { page, words, button } = app.visitor;
  await makeShiftJisZip(join(app.scratch, '画像.zip'), 9);
  await createProject('ZIP');
  await pick('choose.files', join(app.scratch, '画像.zip'));
  const wizard = page.getByRole('dialog');
  await wizard.getByText(words.imports('check.new')).waitFor();
  for (const name of shiftJisClasses) expect(await wizard.textContent()).toContain(name);
  await button(words.imports('check.confirm', { count: 18 })).click();
  await button(words.imports('done.look')).click();
  await page.getByText(words.images('images.count', { count: 18 })).waitFor();
  await expect.poll(() => page.getByRole('complementary').textContent()).toMatch(/ソリ\s*NG\s*9/);
});

it('reloading while an import looks through and writes loses nothing', async () => {
  const { page, words, button } = app.visitor;
  const { imports } = words;
  const count = 900;
  await makeManyImages(join(app.scratch, '多数'), count);
  await createProject('再読み込み');
  await pick('choose.folder', join(app.scratch, '多数'));
  await page.getByText(imports('look.title', { source: '多数' })).waitFor();
  await page.reload();
  await button(imports('banner.open')).click({ timeout: 60_000 });
  await button(imports('check.confirm', { count })).click({ timeout: 60_000 });
  await page.getByText(imports('write.title')).waitFor();
  await page.reload();
  await page.getByText(words.images('images.count', { count })).waitFor({ timeout: 60_000 });
});
