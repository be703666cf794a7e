// Every state of the shell, the projects and the images: clean by axe, nothing cut off, large enough to touch; in both
// languages and themes, on a small laptop and on a tablet.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { axeFindings, misfits } from './support/page-checks.ts';
import { bolts, openScene, type Scene, visit } from './support/scene.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

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
    await scene.page.locator('.toast').waitFor();
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

describe.each(looks)('$language, $theme, $width px', ({ language, theme, width }) => {
  test.each(Object.keys(states))('%s', async (name) => {
    const scene = await openScene(browser, {
      settings: { language, theme },
      setup: bolts,
      context: { viewport: { width, height: 768 } },
    });
    try {
      await states[name]?.(scene);
      await scene.page.waitForTimeout(150);
      expect(await axeFindings(scene.page)).toEqual([]);
      expect(await misfits(scene.page)).toEqual([]);
      expect(scene.mishaps()).toEqual([]);
    } finally {
      await scene.close();
    }
  });
});
