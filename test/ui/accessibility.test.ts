// Every state of the shell, the projects and the images: clean by axe, nothing cut off, large enough to touch; in both
// languages and themes, on a small laptop and on a tablet.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, misfits } from './support/page-checks.ts';
import { bolts, openScene, type Scene, visit } from './support/scene.ts';

const press = (page: Page, key: string) => page.keyboard.press(key);
const states: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  'first start': async (scene) => {
    scene.plant.projects.clear();
    await visit(scene, '#/projects');
  },
  projects: (scene) => visit(scene, '#/projects'),
  'new project': async (scene) => {
    await visit(scene, '#/projects');
    await press(scene.page, 'n');
    await scene.page.locator('summary').click();
    await scene.page.locator('.suggestions button').first().click();
  },
  shortcuts: async (scene) => {
    await visit(scene, '#/projects/1/images');
    await scene.page.locator('[role=option]').first().waitFor();
    await press(scene.page, '?');
  },
  'images with a selection and a toast': async (scene) => {
    await visit(scene, '#/projects/1/images');
    await scene.page.locator('[aria-posinset="2"]').click();
    await press(scene.page, '2');
    // Under the pointer it stays.
    await scene.page.locator('.toast').hover();
  },
  viewer: async (scene) => {
    await visit(scene, '#/projects/1/images');
    await scene.page.locator('[aria-posinset="2"]').dblclick();
    await scene.page.locator('dl').waitFor();
  },
  classes: async (scene) => {
    await visit(scene, '#/projects/1/images');
    await scene.page.locator('header .actions button').first().click();
  },
  'data versions': async (scene) => {
    await visit(scene, '#/projects/1/images');
    await scene.page.locator('header .actions button').nth(1).click();
    await scene.page.locator('dialog .primary').click();
    await scene.page.locator('dialog table').waitFor();
  },
  'no match': (scene) => visit(scene, '#/projects/1/images?text=nothing'),
  choosing: async (scene) => {
    await visit(scene, '#/projects/1/images');
    await press(scene.page, 'i');
  },
  'what was found': async (scene) => {
    await visit(scene, '#/projects/1/images');
    await press(scene.page, 'i');
    const chooser = scene.page.waitForEvent('filechooser');
    await scene.page.locator('dialog .buttons button').nth(1).click();
    await (await chooser).setFiles([{ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('a') }]);
    await scene.page.locator('dialog .below').waitFor();
  },
};

const looks = [
  { language: 'ja', theme: 'light', width: 1366 },
  { language: 'en', theme: 'dark', width: 1366 },
  { language: 'ja', theme: 'dark', width: 1024 },
  { language: 'en', theme: 'light', width: 1024 },
] as const;

describe.each(Object.entries(states))('%s', (_, reach) => {
  let scene: Scene;
  beforeAll(async () => {
    const { language, theme } = looks[0];
    scene = await openScene({ settings: { language, theme }, setup: bolts });
    await reach(scene);
  });
  afterAll(() => scene.close());

  test.each(looks)('$language, $theme, $width px', async ({ language, theme, width }) => {
    const { page, plant, stage } = scene;
    plant.settings = { ...plant.settings, language, theme };
    stage.emit.system('settings', plant.settings);
    await page.setViewportSize({ width, height: 768 });
    await page.locator(`html[lang=${language}][data-theme=${theme}]`).waitFor();
    await page.waitForTimeout(150);
    expect(await axeFindings(page)).toEqual([]);
    expect(await misfits(page)).toEqual([]);
    expect(scene.mishaps()).toEqual([]);
  });
});
