// The Projects screen in a browser: first start, sample, creating, editing, archive with undo, languages, connection.
import { expect, test } from 'vitest';
import { bolts, openScene, type Scene, type SceneOptions, visit } from './support/scene.ts';

async function scene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  const opened = await openScene(options);
  try {
    await play(opened);
    expect(opened.mishaps()).toEqual([]);
  } finally {
    await opened.close();
  }
}

test('the first start leads to a sample project with images in two clicks', () =>
  scene({}, async ({ page, plant, stage }) => {
    await visit({ page, stage }, '#/projects');
    await page.getByRole('button', { name: 'サンプルで試す' }).click();
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('listbox', { name: '画像の一覧' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/projects/1/images');
    expect([...plant.projects.values()][0]?.images.size).toBe(240);
  }));

test('a sample that is stopped leaves nothing', () =>
  scene({}, async ({ page, plant, stage }) => {
    await visit({ page, stage }, '#/projects');
    plant.sampleStep = 1_000;
    await page.getByRole('button', { name: 'サンプルで試す' }).click();
    await page.getByRole('button', { name: '中止' }).click();
    await page.waitForTimeout(1_200);
    expect(plant.projects.size).toBe(0);
    expect(await page.getByRole('dialog').count()).toBe(0);
  }));

test('a project is created with its classes and costs, typed in full-width digits', () =>
  scene({}, async ({ page, plant, stage }) => {
    await visit({ page, stage }, '#/projects');
    await page.getByRole('button', { name: '自分の画像で始める' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '作成' }).click();
    await dialog.getByText('名前を入力してください。').waitFor();
    await dialog.getByLabel('名前', { exact: true }).fill('  基板の外観 ');
    await dialog.getByRole('button', { name: /良品/ }).click();
    await dialog.getByLabel('クラス名').fill('はんだ不良');
    await dialog.getByLabel('クラス名').press('Enter');
    await dialog.getByText('費用・タクト').click();
    const cost = dialog.getByLabel('見逃し1件の損失', { exact: true });
    await cost.fill('いちまん');
    await dialog.getByText('数値を入力してください。').waitFor();
    await cost.fill('１２，０００');
    await dialog.getByRole('button', { name: '作成' }).click();
    await page.getByRole('heading', { name: '画像', exact: true }).waitFor();
    const [project] = plant.projects.values();
    expect(project?.settings).toMatchObject({ name: '基板の外観', escapeCostYen: 12_000, overkillCostYen: 100 });
    expect(project?.classes.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['良品', 'OK'],
      ['はんだ不良', 'NG'],
    ]);
  }));

test('a project is edited, archived, and taken back by the toast', () =>
  scene({ setup: bolts }, async ({ page, plant, stage }) => {
    await visit({ page, stage }, '#/projects');
    const menu = () => page.getByRole('button', { name: /の操作$/ });
    await menu().click();
    await page.getByRole('menuitem', { name: '編集' }).click();
    await page.getByLabel('名前', { exact: true }).fill('M10ボルト');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('link', { name: 'M10ボルト' }).waitFor();
    await menu().click();
    await page.getByRole('menuitem', { name: 'アーカイブする' }).click();
    await page.getByRole('link', { name: 'M10ボルト' }).waitFor({ state: 'detached' });
    expect(plant.project(1).archived).toBe(true);
    await page.getByRole('status').getByRole('button', { name: '元に戻す' }).click();
    await page.getByRole('link', { name: 'M10ボルト' }).waitFor();
    expect(plant.project(1).archived).toBe(false);
  }));

test('the language changes at once, everywhere, and is kept', () =>
  scene({ setup: bolts }, async ({ page, plant, stage }) => {
    await visit({ page, stage }, '#/projects');
    await page.getByRole('radio', { name: 'EN' }).click();
    await page.getByRole('heading', { name: 'Projects' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(plant.settings.language).toBe('en');
    const words = await page.locator('nav, header, .facts').allTextContents();
    expect(words.join(' ').replace('日本語', '')).not.toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}]/u);
    await page.reload();
    await page.getByRole('heading', { name: 'Projects' }).waitFor();
  }));

test('an interrupted connection is told, and what is shown is asked for anew', () =>
  scene({ setup: bolts }, async ({ page, plant, stage }) => {
    await visit({ page, stage }, '#/projects');
    plant.project(1).settings = { ...plant.project(1).settings, name: '別の名前' };
    stage.interrupt();
    await page.getByRole('link', { name: '別の名前' }).waitFor();
  }));

test('everything can be done with the keyboard', () =>
  scene({ setup: bolts }, async ({ page, plant, stage }) => {
    await visit({ page, stage }, '#/projects');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'キーボード操作' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.keyboard.type('鍵盤');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '画像', exact: true }).waitFor();
    expect([...plant.projects.values()].at(-1)?.settings.name).toBe('鍵盤');
  }));
