// A browser window on the memory app: what tests of screens open, ask and look at.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { type Laboratory, openLaboratory } from './laboratory.ts';

export interface Window {
  readonly lab: Laboratory;
  readonly page: Page;
  /** Messages of errors and warnings of the page itself, refused by the policy among them. */
  readonly complaints: string[];
  /** Opens an address such as `#/history`, afresh. */
  open(hash: string): Promise<void>;
  close(): Promise<void>;
}

let browser: Promise<Browser> | undefined;

/** A window of its own app; the browser is shared by the tests of a file. */
export async function openWindow(look: { language?: 'ja' | 'en'; theme?: 'light' | 'dark' } = {}): Promise<Window> {
  const lab = await openLaboratory();
  lab.office.settings = { language: look.language ?? 'ja', theme: look.theme ?? 'light', operator: '' };
  browser ??= launchBrowser();
  const context = await (await browser).newContext({ viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return {
    lab,
    page,
    complaints,
    open: async (hash) => {
      await page.goto('about:blank');
      await page.goto(lab.stage.url + hash);
      await page.locator('h1').first().waitFor();
    },
    close: async () => {
      await context.close();
      await lab.stage.close();
    },
  };
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds wrong with the page as it is, one line per rule. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Evaluated rather than added as a script: the policy of the page refuses foreign scripts.
  await page.evaluate(await readFile(axePath, 'utf8'));
  const results = await page.evaluate<AxeResults>('axe.run()');
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** Elements whose text does not fit their place, and how far the page is too wide. */
export async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const main = document.querySelector('main');
    const wide =
      main && main.scrollWidth > main.clientWidth ? [`page ${main.scrollWidth - main.clientWidth} px too wide`] : [];
    const elements = [...document.querySelectorAll<HTMLElement>('main *')];
    const cut = elements.filter((element) => {
      const style = getComputedStyle(element);
      const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
      // An ellipsis says itself that there is more.
      const isMeant = style.textOverflow === 'ellipsis' || element.closest('.spoken, .u-wrap') !== null;
      return hides && !isMeant && element.scrollWidth > element.clientWidth + 1;
    });
    return [...wide, ...cut.map((element) => `${element.tagName} ${element.textContent?.trim().slice(0, 40)}`)];
  });
}
