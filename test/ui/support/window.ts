// A browser window on the memory app: what tests of screens open, ask and look at.
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
  /** Goes on to an address without loading the page again; resolves when something new matches `awaited`. */
  go(hash: string, awaited: string): Promise<void>;
  close(): Promise<void>;
}

let browser: Promise<Browser> | undefined;

/** A window of its own app; the browser is shared by the tests of a file. */
export async function openWindow(look: { language?: 'ja' | 'en'; theme?: 'light' | 'dark' } = {}): Promise<Window> {
  const lab = await openLaboratory();
  lab.office.settings = { language: look.language ?? 'ja', theme: look.theme ?? 'light', operator: '' };
  browser ??= launchBrowser();
  const context = await (await browser).newContext({
    viewport: { width: 1366, height: 768 },
    // What is looked at must not be on its way between two colours.
    reducedMotion: 'reduce',
  });
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
    go: async (hash, awaited) => {
      await page.evaluate((address) => {
        for (const element of document.querySelectorAll('main *')) element.setAttribute('data-before', '');
        location.hash = address;
      }, hash);
      await page.locator(awaited).and(page.locator(':not([data-before])')).first().waitFor();
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
