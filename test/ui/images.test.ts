// The Images screen in a browser: selecting, labelling in bulk and one by one, undo, filters, classes, versions, 100,000 images.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Plant } from './support/plant.ts';
import { bolts, openScene, type Scene, type SceneOptions, visit } from './support/scene.ts';

async function scene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  const opened = await openScene(options);
  try {
    await visit(opened, '#/projects/1/images');
    await tile(opened.page, 1).waitFor();
    await play(opened);
    expect(opened.mishaps()).toEqual([]);
  } finally {
    await opened.close();
  }
}

const tile = (page: Page, position: number) => page.locator(`[role=option][aria-posinset="${position}"]`);
const ofClass = (plant: Plant, name: string) => {
  const project = plant.project(1);
  const id = project.classes.find((one) => one.name === name)?.id ?? null;
  return [...project.images.values()].filter(({ classId }) => classId === id).length;
};
const until = (check: () => unknown, value: unknown) => expect.poll(check, { timeout: 10_000 }).toEqual(value);

test('a range is labelled with a number key, and undone and redone', () =>
  scene({ setup: bolts }, async ({ page, plant }) => {
    await tile(page, 2).click();
    await tile(page, 5).click({ modifiers: ['Shift'] });
    await tile(page, 7).click({ modifiers: ['ControlOrMeta'] });
    await page.getByText('5枚を選択中').waitFor();
    await page.keyboard.press('2');
    await until(() => ofClass(plant, 'キズ'), 65);
    await page.keyboard.press('Control+z');
    await until(() => ofClass(plant, 'キズ'), 60);
    await page.keyboard.press('Control+y');
    await until(() => ofClass(plant, 'キズ'), 65);
    await page.getByRole('button', { name: '元に戻す' }).first().click();
    await until(() => ofClass(plant, 'キズ'), 60);
  }));

test('removed images come back with the toast', () =>
  scene({ setup: bolts }, async ({ page, plant }) => {
    await page.getByRole('button', { name: 'すべて選択' }).click();
    await page.getByText('392枚を選択中').waitFor();
    await page.getByRole('button', { name: '取り除く' }).click();
    await until(() => plant.project(1).images.size, 0);
    await page.getByRole('status').getByRole('button', { name: '元に戻す' }).click();
    await until(() => plant.project(1).images.size, 392);
    await tile(page, 1).waitFor();
  }));

test.each([
  ['removed', 'Delete'],
  ['labelled', '2'],
])('what the app refuses to have %s is shown as it was, and said', (_, key) =>
  scene({ setup: bolts }, async ({ page, plant }) => {
    plant.refusal = new NarashiError('store.disk-full', { path: 'narashi.db' });
    await page.getByRole('button', { name: /^良品/u }).first().click();
    await until(() => tile(page, 1).getAttribute('aria-setsize'), '300');
    await tile(page, 1).click();
    await page.keyboard.press(key);
    await page.getByText('ディスクがいっぱい').first().waitFor();
    await until(() => tile(page, 1).getAttribute('aria-setsize'), '300');
    expect(ofClass(plant, '良品')).toBe(300);
  }),
);

test('after an interruption the images are shown as they are now', () =>
  scene({ setup: bolts }, async ({ page, plant, stage }) => {
    await until(() => tile(page, 1).getAttribute('aria-setsize'), '392');
    const [first] = plant.project(1).images.keys();
    plant.project(1).images.delete(first ?? 0);
    stage.interrupt();
    await until(() => tile(page, 1).getAttribute('aria-setsize'), '391');
  }));

test('keys move and extend the selection', () =>
  scene({ setup: bolts }, async ({ page }) => {
    await page.getByRole('listbox', { name: '画像の一覧' }).focus();
    const selected = () =>
      page
        .locator('[role=option][aria-selected=true]')
        .evaluateAll((list) => list.map((one) => Number(one.ariaPosInSet)).sort((a, b) => a - b));
    await page.keyboard.press('ArrowRight');
    await until(selected, [1]);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await until(selected, [2, 3]);
    await page.keyboard.press('Space');
    await until(selected, [2]);
    await page.keyboard.press('End');
    await until(selected, [392]);
    await page.keyboard.press('Control+a');
    await page.getByText('392枚を選択中').waitFor();
    await page.keyboard.press('Escape');
    await until(selected, []);
  }));

test('a box drawn with the mouse selects what it touches', () =>
  scene({ setup: bolts }, async ({ page }) => {
    const [from, to] = [await tile(page, 1).boundingBox(), await tile(page, 8).boundingBox()];
    if (!from || !to) throw new Error('both are in sight');
    await page.mouse.move(from.x + 30, from.y + 30);
    await page.mouse.down();
    await page.mouse.move(to.x + 20, to.y + 20, { steps: 5 });
    await page.mouse.up();
    await page.getByText('4枚を選択中').waitFor();
  }));

test('those without a class are labelled one after another until none is left', () =>
  scene({ setup: bolts }, async ({ page, plant }) => {
    await page.getByRole('button', { name: '1枚ずつ分類' }).click();
    await page.getByText('1 / 12', { exact: true }).waitFor();
    for (let number = 1; number <= 12; number++) {
      await page.keyboard.press(number % 2 ? '1' : '3');
      if (number < 12) await page.getByText(`1 / ${12 - number}`, { exact: true }).waitFor();
    }
    await page.getByText('すべて分類しました').waitFor();
    await until(() => [ofClass(plant, '良品'), ofClass(plant, '欠け')], [306, 26]);
    await page.keyboard.press('Escape');
    await page.getByText('すべての画像にクラスが付いています').waitFor();
  }));

test('one labelled does not come back, and is not labelled twice, while older answers arrive', () =>
  scene({ setup: bolts }, async ({ page, plant }) => {
    await page.getByRole('button', { name: '1枚ずつ分類' }).click();
    await page.getByText('1 / 12', { exact: true }).waitFor();
    plant.findDelay = 150;
    for (let number = 1; number <= 12; number++) {
      await page.keyboard.press(number % 2 ? '1' : '3');
      await page.waitForTimeout(70);
    }
    await page.getByText('すべて分類しました').waitFor();
    await until(() => [ofClass(plant, '良品'), ofClass(plant, '欠け')], [306, 26]);
  }));

test('the viewer zooms, shows what is known, and goes back to its image', () =>
  scene({ setup: bolts }, async ({ page }) => {
    await tile(page, 3).dblclick();
    const scale = async () => Number.parseInt((await page.locator('.scale').textContent()) ?? '', 10);
    await page.getByRole('heading', { name: 'IMG_00003.png' }).waitFor();
    const before = await scale();
    await page.keyboard.press('+');
    await until(async () => (await scale()) > before, true);
    await page.mouse.move(500, 400);
    await page.mouse.wheel(0, 200);
    await page.keyboard.press('f');
    await until(scale, before);
    await page.keyboard.press('ArrowRight');
    await page.getByText('4 / 392', { exact: true }).waitFor();
    await page.getByText('取り込み後の変更はありません').waitFor();
    await page.keyboard.press('2');
    await page.getByText('5 / 392', { exact: true }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('良品 → キズ').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[role=option][aria-selected=true][aria-posinset="4"]').waitFor();
  }));

test('filters narrow the list, are kept in the address, and can be cleared', () =>
  scene({ setup: bolts }, async ({ page }) => {
    const filters = page.getByRole('complementary');
    await filters.getByRole('button', { name: /^キズ/ }).click();
    await page.getByText('392枚中 60枚').waitFor();
    await filters.getByRole('searchbox').fill('00007');
    await page.getByText('392枚中 1枚').waitFor();
    await page.reload();
    await page.getByText('392枚中 1枚').waitFor();
    await filters.getByRole('searchbox').fill('そんな名前はない');
    await page.getByRole('button', { name: 'すべての画像を表示' }).click();
    await page.getByText('392枚', { exact: true }).waitFor();
    await filters.getByLabel('ロット').selectOption('L2026-00');
    await page.getByText(/392枚中 \d+枚/).waitFor();
  }));

test('classes are added, renamed, turned, and removed only while empty', () =>
  scene({ setup: bolts }, async ({ page, plant }) => {
    await page.getByRole('button', { name: 'クラスの管理' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('新しいクラス', { exact: true }).fill('汚れ');
    await dialog.getByRole('button', { name: '追加' }).click();
    await until(() => plant.project(1).classes.map(({ name }) => name), ['良品', 'キズ', '欠け', '汚れ']);
    await dialog.getByLabel('クラス「汚れ」の名前').fill('油汚れ');
    await dialog.getByLabel('クラス「汚れ」の名前').press('Tab');
    await until(() => plant.project(1).classes.at(-1)?.name, '油汚れ');
    await dialog.getByRole('group', { name: '油汚れの判定' }).getByRole('radio', { name: 'OK' }).click();
    await until(() => plant.project(1).classes.at(-1)?.verdict, 'OK');
    expect(await dialog.getByRole('button', { name: /^キズには画像があります/ }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: '油汚れを削除' }).click();
    await until(() => plant.project(1).classes.length, 3);
  }));

test('the same data gives the same version', () =>
  scene({ setup: bolts }, async ({ page, plant }) => {
    await page.getByRole('button', { name: 'データの版' }).click();
    await page.getByRole('button', { name: '今の状態を残す' }).click();
    await page.getByText('版1として残しました。').waitFor();
    await page.getByRole('button', { name: '今の状態を残す' }).click();
    await page.getByText('版1から変更はありません。').waitFor();
    expect(plant.project(1).snapshots).toHaveLength(1);
  }));

test('100,000 images: no gaps while scrolling, few elements, little memory', () => {
  const setup = (plant: Plant) => {
    plant.add('大量', [
      { name: '良品', verdict: 'OK', images: 90_000 },
      { name: 'キズ', verdict: 'NG', images: 10_000 },
    ]);
  };
  return scene({ setup }, async ({ page }) => {
    const worst = await page.getByRole('listbox', { name: '画像の一覧' }).evaluate(async (list) => {
      const seen = { gaps: 0, tiles: 0 };
      const height = list.scrollHeight;
      for (let step = 0; step < 180; step++) {
        // At reading speed, fast, and by leaps.
        if (step < 60) list.scrollTop += 120;
        else if (step < 120) list.scrollTop += 2_500;
        else list.scrollTop = ((step * 7_919) % 1_000) * (height / 1_000);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const view = list.getBoundingClientRect();
        const boxes = [...list.querySelectorAll('[role=option]')].map((one) => one.getBoundingClientRect());
        const inSight = boxes.filter(({ top, bottom }) => bottom > view.top && top < view.bottom);
        const [first, last] = [
          Math.min(...inSight.map(({ top }) => top)),
          Math.max(...inSight.map(({ bottom }) => bottom)),
        ];
        const isEnd = list.scrollTop + list.clientHeight > height - 40;
        if (first > view.top + 10 || (last < view.bottom - 10 && !isEnd)) seen.gaps++;
        seen.tiles = Math.max(seen.tiles, boxes.length);
      }
      return seen;
    });
    expect(worst.gaps).toBe(0);
    expect(worst.tiles).toBeLessThan(200);
    await expect
      .poll(() => page.locator('[role=option] img:not(.waiting)').count(), { timeout: 10_000 })
      .toBeGreaterThan(20);
    // By leaps with pictures: each picture that has left the screen is let go.
    const list = page.getByRole('listbox', { name: '画像の一覧' });
    for (let leap = 0; leap < 40; leap++) {
      await list.evaluate((element, share) => {
        element.scrollTop = share * element.scrollHeight;
      }, leap / 40);
      await page.locator('[role=option] img').first().waitFor();
    }
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    expect((await session.send('Memory.getDOMCounters')).nodes).toBeLessThan(10_000);
    const { usedSize, embedderHeapUsedSize } = await session.send('Runtime.getHeapUsage');
    expect((usedSize + (embedderHeapUsedSize ?? 0)) / 1e6).toBeLessThan(100);
    await page.getByRole('button', { name: 'すべて選択' }).click();
    await page.getByText('100,000枚を選択中').waitFor();
  });
});
