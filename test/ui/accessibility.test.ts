// Every state of the shell, the projects and the images: clean by axe, nothing cut off, large enough to touch; in both
// languages and themes, on a small laptop and on a tablet.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { launchBrowser } from '../support/browser.ts';
import { bolts, openScene, type Scene, visit } from './support/scene.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const found = z.array(z.object({ id: z.string(), help: z.string(), nodes: z.array(z.string()) }));

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe);
  return found.parse(
    await page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + failureSummary) })))`),
  );
}

/** Words that do not fit their box and are not meant to end in an ellipsis; targets smaller than 24 px; a page that scrolls sideways. */
function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('body *')].filter(
      (one) =>
        one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
        !one.closest('.spoken, [popover]:not(:popover-open)'),
    );
    const nameOf = (one: Element) => `${one.tagName} ${one.className} "${one.textContent?.trim().slice(0, 40)}"`;
    const cut = all.filter((one) => {
      const style = getComputedStyle(one);
      const hides = style.overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 1;
      return hides && style.textOverflow !== 'ellipsis' && one.textContent?.trim() !== '' && one.children.length === 0;
    });
    const spilled = all.filter((one) => one.matches('button, label, a, th') && one.scrollWidth > one.clientWidth + 2);
    const small = all.filter((one) => {
      if (!one.matches('button, a[href], select, input:not([type=radio], [type=checkbox])')) return false;
      const { width, height } = one.getBoundingClientRect();
      return width < 24 || height < 24;
    });
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
    return [
      ...cut.map((one) => `cut off: ${nameOf(one)}`),
      ...spilled.map((one) => `does not fit: ${nameOf(one)}`),
      ...small.map((one) => `too small: ${nameOf(one)}`),
      ...wide,
    ];
  });
}

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
      expect(await violations(scene.page)).toEqual([]);
      expect(await misfits(scene.page)).toEqual([]);
      expect(scene.mishaps()).toEqual([]);
    } finally {
      await scene.close();
    }
  });
});
