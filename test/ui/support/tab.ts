// A tab of a real Chromium that the tests of a process use one after the other: an app is open in it in a third of the time
// that a new tab takes. Nothing of an app stays in it.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { offersAxe } from './axe.ts';

export interface Tab {
  readonly page: Page;
  /** Errors and warnings of the page itself since the tab was taken, refused by the policy among them. */
  readonly complaints: string[];
  /** Empties it for the next one. */
  leave(): Promise<void>;
}

const usual = { width: 1366, height: 768 };
let browser: Promise<Browser> | undefined;
const empty: Page[] = [];

export async function takeTab(): Promise<Tab> {
  const page = empty.pop() ?? (await open());
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  return { page, complaints, leave: () => clear(page) };
}

/** A process that ends takes the browser along; one that goes on does not. */
export async function closeBrowser(): Promise<void> {
  const opened = browser;
  browser = undefined;
  empty.length = 0;
  await (await opened)?.close();
}

async function open(): Promise<Page> {
  browser ??= launchBrowser();
  const context: BrowserContext = await (await browser).newContext({
    viewport: usual,
    // What is looked at must not be on its way between two colours.
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Tokyo',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  offersAxe(page);
  return page;
}

async function clear(page: Page): Promise<void> {
  page.removeAllListeners();
  try {
    await page.evaluate(() => localStorage.clear());
    await page.goto('about:blank');
    await page.setViewportSize(usual);
    // Where it would be over nothing of the next app.
    await page.mouse.move(-1, -1);
    empty.push(page);
  } catch {
    // A page that does not answer any more: the next one opens a tab of its own.
    await page.context().close();
  }
}
