// The import wizard in a browser: folder, drop, decisions, what was left out, a reload in between, stopping, failing.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFiles } from '../support/images.ts';
import { openScene, type Scene, visit } from './support/scene.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'narashi-import-'));
  await writeFiles(folder, { '良品/1.png': 'a', '良品/2.png': 'b', 'キズ/深い 階層/3.png': 'c' });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function scene(play: (scene: Scene) => Promise<void>): Promise<void> {
  const opened = await openScene({
    setup: (plant) => plant.add('ボルト', [{ name: '良品', verdict: 'OK', images: 0 }]),
  });
  try {
    await visit(opened, '#/projects/1/images');
    await play(opened);
    expect(opened.mishaps()).toEqual([]);
  } finally {
    await opened.close();
  }
}

async function chooseFolder({ page }: Scene): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'フォルダーを選ぶ' }).click();
  await (await chooser).setFiles(folder);
}

test('what was found is decided upon, then written', () =>
  scene(async (opened) => {
    const { page, plant, stage } = opened;
    await chooseFolder(opened);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '479枚を取り込む' }).waitFor();
    expect(stage.uploads.map((path) => path.split('/').slice(1).join('/')).sort()).toEqual([
      'キズ/深い 階層/3.png',
      '良品/1.png',
      '良品/2.png',
    ]);
    expect(plant.project(1).images.size, 'nothing is written yet').toBe(0);

    await dialog.getByRole('button', { name: '一覧を見る' }).click();
    await dialog.getByText('良品/IMG_0031.png', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: '戻る' }).click();

    await dialog.getByLabel('欠けを取り込む').uncheck({ force: true });
    await dialog.getByLabel('キズの取り込み先クラス').fill('傷');
    await dialog.getByRole('button', { name: '470枚を取り込む' }).click();
    await dialog.getByText('470枚を取り込みました').waitFor();
    expect(plant.project(1).classes.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['良品', 'OK'],
      ['傷', 'NG'],
    ]);
    await dialog.getByRole('button', { name: '画像を見る' }).click();
    await page.getByText('470枚', { exact: true }).waitFor();
  }));

test('a reload finds the decision waiting', () =>
  scene(async (opened) => {
    const { page } = opened;
    await chooseFolder(opened);
    await page.getByRole('button', { name: '479枚を取り込む' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: '479枚を取り込む' }).waitFor();
    await page.getByRole('button', { name: '取り込まない' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'フォルダーを選ぶ' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '画像', exact: true }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  }));

test('one that ended while the connection was interrupted is shown as ended', () =>
  scene(async (opened) => {
    const { page, plant, stage } = opened;
    await chooseFolder(opened);
    plant.importStep = 100;
    await page.getByRole('button', { name: '479枚を取り込む' }).click();
    await page.getByRole('dialog').getByText('取り込んでいます').first().waitFor();
    plant.isSilent = true;
    await expect.poll(() => plant.project(1).images.size, { timeout: 10_000 }).toBe(479);
    stage.interrupt();
    await page.getByText('479枚を取り込みました').waitFor();
  }));

test('it goes on in the background, and can be stopped', () =>
  scene(async (opened) => {
    const { page, plant } = opened;
    plant.importStep = 300;
    await chooseFolder(opened);
    await page.getByRole('button', { name: '閉じて続ける' }).click();
    await page.getByText('画像を調べています').waitFor();
    await page.getByRole('button', { name: '開く' }).click();
    await page.getByRole('button', { name: '中止' }).click();
    await page.getByText('取り込みを中止しました').waitFor();
    await page.getByRole('button', { name: '閉じる' }).last().click();
    expect(plant.project(1).images.size).toBe(0);
  }));

test('a failed import says why, in the language of the settings', () =>
  scene(async (opened) => {
    const { page, plant } = opened;
    plant.importFailure = { code: 'data.disk-full', data: { folder: '作業フォルダー', records: 120 } };
    await chooseFolder(opened);
    await page.getByText('取り込めませんでした').waitFor();
    await page.getByRole('alert').getByText('作業フォルダー').waitFor();
    await page.getByRole('button', { name: '選び直す' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'フォルダーを選ぶ' }).waitFor();
  }));

test('files are dropped anywhere on the screen', () =>
  scene(async ({ page, stage }) => {
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['a'], '部品.png'));
      const fire = (type: string) =>
        window.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      fire('dragenter');
      fire('dragover');
      Object.assign(window, { letGo: () => fire('drop') });
    });
    await page.getByText('ここにドロップして取り込む').waitFor();
    await page.evaluate('letGo()');
    await page.getByRole('button', { name: '479枚を取り込む' }).waitFor();
    expect(stage.uploads).toEqual(['部品.png']);
  }));
