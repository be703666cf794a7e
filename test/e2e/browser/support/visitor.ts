// Somebody in front of the app: a browser window, the words of their language, and everything that went wrong unseen.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { Language } from '../../../../shared/contract/errors/index.ts';
import { Entered } from '../../../support/started.ts';
import { type Words, wordsIn } from './words.ts';

export interface Visitor {
  readonly page: Page;
  readonly words: Words;
  readonly language: Language;
  /** Errors and warnings on the console, exceptions, what the policy refused, requests to anywhere but the app. */
  readonly complaints: string[];
  /** What was clicked so far, except during `aside`. */
  clicks(): Promise<readonly string[]>;
  /** Looks at something that is not on the way. */
  aside(look: () => Promise<unknown>): Promise<void>;
  /** A main control by its name. */
  button(name: string | RegExp): Locator;
  link(name: string | RegExp): Locator;
  /** Comes in by a link of the program, also one that was started anew. */
  enter(link: URL, hash: string): Promise<void>;
  /** Opens an address of the app. */
  open(hash: string): Promise<void>;
  /** The same browser's way to the services, beside the page. */
  services(): Promise<Entered>;
  leave(): Promise<void>;
}

export async function visit(browser: Browser, link: URL, language: Language): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  await context.addInitScript(watch);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  let { origin } = link;
  const complaints = watchFor(context, page, () => origin);
  await page.goto(link.href);
  await ready(page);
  return {
    page,
    words: wordsIn(language),
    language,
    complaints,
    clicks: () =>
      page.evaluate(() => (sessionStorage.getItem('clicks') ?? '').split('\n').filter((line) => line !== '')),
    aside: async (look) => {
      await page.evaluate(() => sessionStorage.setItem('aside', 'yes'));
      await look();
      await page.evaluate(() => sessionStorage.removeItem('aside'));
    },
    button: (name) => page.getByRole('button', { name, exact: true }),
    link: (name) => page.getByRole('link', { name, exact: true }),
    enter: async (next, hash) => {
      origin = next.origin;
      await page.goto(next.href);
      await page.goto(`${origin}/${hash}`);
      await ready(page);
    },
    open: async (hash) => {
      await page.goto(`${origin}/${hash}`);
      await ready(page);
    },
    services: async () => {
      const [cookie] = await context.cookies(origin);
      const entered = new Entered(origin, `${cookie?.name}=${cookie?.value}`);
      await entered.connected();
      return entered;
    },
    leave: () => context.close(),
  };
}

/** Once a heading stands and the letters have come. */
export async function ready(page: Page): Promise<void> {
  await page.locator('h1, .viewer').first().waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Runs in the page, before anything of its own. */
function watch(): void {
  document.addEventListener(
    'pointerdown',
    ({ target }) => {
      const control = target instanceof Element ? target.closest('button, a, label, summary') : null;
      const words = (control?.textContent ?? '?').trim().replaceAll(/\s+/g, ' ').slice(0, 40);
      if (sessionStorage.getItem('aside')) return;
      sessionStorage.setItem('clicks', `${sessionStorage.getItem('clicks') ?? ''}${words}\n`);
    },
    { capture: true },
  );
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    console.error(`The policy refused ${blockedURI} (${violatedDirective})`),
  );
}

function watchFor(context: BrowserContext, page: Page, origin: () => string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.stack ?? error.message}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    const isOurs = ['data:', 'blob:', 'about:'].includes(url.protocol) || url.origin === origin();
    if (!isOurs) complaints.push(`request to ${url.origin}`);
  });
  return complaints;
}
