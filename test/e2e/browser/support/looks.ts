// What a screen looks like: a picture of it in both themes, what axe objects to, and text that does not fit its place.
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { outFolder } from './measure.ts';
import { ready, type Visitor } from './visitor.ts';

const pictures = join(outFolder, 'screenshots');
const themes = ['light', 'dark'] as const;
const usual = { width: 1366, height: 768 };
const tablet = { width: 1024, height: 768 };

/** Takes the pictures and returns every objection, in any theme and size. Leaves the window as it was. */
export async function lookAt({ page, language }: Visitor, name: string): Promise<string[]> {
  const folder = join(pictures, language);
  await mkdir(folder, { recursive: true });
  await ready(page);
  const found: string[] = [];
  // Where nothing reacts to it.
  await page.mouse.move(usual.width / 2, 1);
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await settled(page);
    await page.screenshot({ path: join(folder, `${name}${theme === 'light' ? '' : '-dark'}.png`) });
    found.push(...(await axeFindings(page)).map((finding) => `${name}, ${theme}: ${finding}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  found.push(...(await cutOff(page)).map((finding) => `${name}, ${usual.width} px: ${finding}`));
  await page.setViewportSize(tablet);
  await settled(page);
  await page.screenshot({ path: join(folder, `${name}-tablet.png`) });
  found.push(...(await cutOff(page)).map((finding) => `${name}, ${tablet.width} px: ${finding}`));
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

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** One line per rule that is broken. */
async function axeFindings(page: Page): Promise<string[]> {
  // Evaluated rather than added as a script: the policy of the page refuses foreign scripts.
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(await readFile(axePath, 'utf8'));
  const results = await page.evaluate<AxeResults>(`axe.run({ resultTypes: ['violations'] })`);
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Text that does not fit its place and is hidden there, and a page wider than the window. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of [document.documentElement, document.querySelector('main')]) {
      const over = element ? element.scrollWidth - element.clientWidth : 0;
      if (element && over > 0) found.push(`${element.tagName} is ${over} px too wide`);
    }
    const tell = (element: HTMLElement, what: string) =>
      found.push(
        `${what}: <${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent.trim().slice(0, 60)}`,
      );
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const style = getComputedStyle(element);
      const isShown = style.visibility !== 'hidden' && element.getClientRects().length > 0;
      if (!isShown || element.closest('.spoken, .u-wrap, svg')) continue;
      const scrolls = ['auto', 'scroll'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      if (scrolls && element.tagName !== 'MAIN') tell(element, 'scrolls sideways');
      const hides = (axis: string) => axis === 'hidden' || axis === 'clip';
      // An ellipsis says itself that there is more; so does a picture that fills its place.
      const isMeant =
        style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none' || element.textContent.trim() === '';
      if (isMeant) continue;
      if (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) tell(element, 'cut off at the side');
      if (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1) tell(element, 'cut off below');
      // A word that sticks out of its button or cell.
      const isBox = element.matches('button, a.button, td, th, label, summary, input, select');
      if (isBox && !hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
        tell(element, 'sticks out');
    }
    // A picture larger than the frame that hides the rest of it: a defect at its edge would not be seen.
    for (const picture of document.querySelectorAll<HTMLElement>('main img, [role=dialog] img')) {
      let frame = picture.parentElement;
      while (frame && getComputedStyle(frame).overflowY === 'visible') frame = frame.parentElement;
      if (!frame || !['hidden', 'clip'].includes(getComputedStyle(frame).overflowY)) continue;
      const [inner, outer] = [picture.getBoundingClientRect(), frame.getBoundingClientRect()];
      const over = Math.max(inner.bottom - outer.bottom, outer.top - inner.top, inner.right - outer.right);
      if (over > 1) found.push(`picture cut off by ${over.toFixed(0)} px: ${frame.className}`);
    }
    return found;
  });
}
