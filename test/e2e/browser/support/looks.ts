// What axe objects to on a screen, and text that does not fit its place; `npm run screenshots` takes pictures in both themes
// and sizes besides.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { axeFindings, misfits } from '../../../ui/support/page-checks.ts';
import { outFolder } from './measure.ts';
import { ready, type Visitor } from './visitor.ts';

const pictures = join(outFolder, 'screenshots');
const themes = ['light', 'dark'] as const;
const usual = { width: 1366, height: 768 };
const tablet = { width: 1024, height: 768 };

/** Whether this is `npm run screenshots`. */
export const takesPictures = process.env.npm_lifecycle_event === 'screenshots';

/** Returns every objection, with pictures in any theme and size. Leaves the window as it was. */
export async function lookAt({ page, language }: Visitor, name: string): Promise<string[]> {
  await ready(page);
  // Where nothing reacts to it.
  await page.mouse.move(usual.width / 2, 1);
  if (!takesPictures) {
    await settled(page);
    return [...(await axeFindings(page)), ...(await misfits(page))].map((finding) => `${name}: ${finding}`);
  }
  const folder = join(pictures, language);
  await mkdir(folder, { recursive: true });
  const found: string[] = [];
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await settled(page);
    await page.screenshot({ path: join(folder, `${name}${theme === 'light' ? '' : '-dark'}.png`) });
    found.push(...(await axeFindings(page)).map((finding) => `${name}, ${theme}: ${finding}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  found.push(...(await misfits(page)).map((finding) => `${name}, ${usual.width} px: ${finding}`));
  await page.setViewportSize(tablet);
  await settled(page);
  await page.screenshot({ path: join(folder, `${name}-tablet.png`) });
  found.push(...(await misfits(page)).map((finding) => `${name}, ${tablet.width} px: ${finding}`));
  await page.setViewportSize(usual);
  await settled(page);
  return found;
}

/** Two frames, in which sizes and colours are taken over, and all pictures in sight. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    const inSight = (image: HTMLImageElement) => {
      const { top, bottom } = image.getBoundingClientRect();
      return image.src !== '' && bottom > 0 && top < innerHeight;
    };
    const coming = [...document.images].filter((image) => inSight(image) && !image.complete);
    const shown = coming.map((image) => image.decode().catch(() => undefined));
    await Promise.race([Promise.all(shown), new Promise((resolve) => setTimeout(resolve, 3_000))]);
    await frame();
  });
}
