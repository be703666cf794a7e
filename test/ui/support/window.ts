// A browser window on the memory app: what tests of screens open, ask and look at.
import type { Page } from 'playwright-core';
import { type Laboratory, openLaboratory } from './laboratory.ts';
import { takeTab } from './tab.ts';

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

/** A window of an app of its own, in a tab that others had before. */
export async function openWindow(look: { language?: 'ja' | 'en'; theme?: 'light' | 'dark' } = {}): Promise<Window> {
  const lab = await openLaboratory();
  lab.office.settings = { language: look.language ?? 'ja', theme: look.theme ?? 'light', operator: '' };
  const { page, complaints, leave } = await takeTab();
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
      await leave();
      lab.stage.close();
    },
  };
}
