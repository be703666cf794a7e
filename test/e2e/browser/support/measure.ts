// How fast the app answers: figures for a person to read, written where every run leaves them.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** What every run leaves for people to look at. */
export const outFolder = join(import.meta.dirname, '../../../../out');

/** Prints a figure and keeps it in out/figures.txt. */
export async function note(what: string, value: string): Promise<void> {
  const line = `${what}: ${value}`;
  console.log(line);
  await mkdir(outFolder, { recursive: true });
  await appendFile(join(outFolder, 'figures.txt'), `${line}\n`);
}

/** Milliseconds from the beginning of the load. */
export interface FirstLook {
  readonly firstPaint: number;
  /** The first screen stands with its data, and answers. */
  readonly interactive: number;
}

/** Of the page as it was just loaded: `selector` is something only the complete screen shows. */
export async function firstLook(page: Page, selector: string): Promise<FirstLook> {
  await page.locator(selector).first().waitFor();
  const interactive = await page.evaluate(
    () => new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now()))),
  );
  const paints = await page.evaluate(() =>
    performance.getEntriesByType('paint').map(({ name, startTime }) => ({ name, startTime })),
  );
  const firstPaint = paints.find(({ name }) => name === 'first-contentful-paint')?.startTime ?? Number.NaN;
  return { firstPaint, interactive };
}

/** Milliseconds from a click until the page shows what the click asked for, measured inside the page. */
export async function answerTime(control: Locator, shown: string): Promise<number> {
  return control.evaluate(
    (element, selector) =>
      new Promise<number>((resolve, reject) => {
        if (!(element instanceof HTMLElement)) return reject(new Error('not clickable'));
        const start = performance.now();
        const look = () => {
          if (document.querySelector(selector)) return resolve(performance.now() - start);
          if (performance.now() - start > 20_000) return reject(new Error(`${selector} does not appear`));
          requestAnimationFrame(look);
        };
        element.click();
        requestAnimationFrame(look);
      }),
    shown,
  );
}

export const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Milliseconds each of so many calls takes, one after the other. */
export async function callTimes(calls: number, call: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  while (times.length < calls) {
    const start = performance.now();
    await call();
    times.push(performance.now() - start);
  }
  return times;
}

/** `median 12 ms, slowest 40 ms of 30` */
export function spread(values: readonly number[]): string {
  return `median ${middle(values).toFixed(0)} ms, slowest ${Math.max(...values).toFixed(0)} ms of ${values.length}`;
}
