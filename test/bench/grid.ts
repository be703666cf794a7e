// npm run bench:grid: 100,000 images in the real app and a real Chromium, scrolled fast. Rows left blank, frames, memory.
// Options: --images 100000  --keep FOLDER (a workspace that is filled once and used again)
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { fillWorkspace } from '../support/large-project.ts';
import { Started } from '../support/started.ts';

const { values } = parseArgs({
  options: { images: { type: 'string', default: '100000' }, keep: { type: 'string' } },
});
const images = Number(values.images);
const workspace = values.keep ?? (await mkdtemp(join(tmpdir(), 'narashi-grid-')));

interface Scrolled {
  readonly frames: readonly number[];
  /** Rows in sight for which the page had no element, summed over all frames. */
  readonly blankRows: number;
  readonly rows: number;
  /** Share of the tiles in sight whose picture had not come, over all frames. */
  readonly waiting: number;
}

/** In the page: scrolls by `speed` px per second and looks at every frame at what is in sight. */
function scroll({ speed, seconds }: { speed: number; seconds: number }): Promise<Scrolled> {
  const grid = document.querySelector<HTMLElement>('[role=listbox]');
  const first = grid?.querySelector<HTMLElement>('[role=option]');
  if (!grid || !first) throw new Error('There is no grid');
  const around = grid.getBoundingClientRect();
  const columns = new Set([...grid.querySelectorAll('[role=option]')].map((one) => one.getBoundingClientRect().left))
    .size;
  const frames: number[] = [];
  let [blankRows, rows, waiting, tiles] = [0, 0, 0, 0];
  return new Promise((resolve) => {
    const begin = performance.now();
    let last = begin;
    const step = (now: number) => {
      if (frames.length > 0 || now > begin) look(now - last);
      last = now;
      if (now - begin > seconds * 1000) {
        resolve({ frames, blankRows, rows, waiting: waiting / Math.max(1, tiles) });
        return;
      }
      grid.scrollTop += (speed * Math.min(100, frames.at(-1) ?? 16)) / 1000;
      requestAnimationFrame(step);
    };
    const look = (frame: number) => {
      frames.push(frame);
      const inSight = [...grid.querySelectorAll<HTMLElement>('[role=option]')]
        .map((tile) => ({ tile, box: tile.getBoundingClientRect() }))
        .filter(({ box }) => box.bottom > around.top && box.top < around.bottom);
      const perRow = Map.groupBy(inSight, ({ box }) => Math.round(box.top));
      const height = first.getBoundingClientRect().height + 8;
      const expected = Math.floor(around.height / height);
      rows += expected;
      blankRows += Math.max(0, expected - [...perRow.values()].filter((row) => row.length === columns).length);
      tiles += inSight.length;
      waiting += inSight.filter(({ tile }) => !tile.querySelector('img:not(.waiting)')).length;
    };
    requestAnimationFrame(step);
  });
}

/** In the page: jumps to a place as a dragged scroll bar does; milliseconds until all that is in sight is shown. */
function jump(share: number): Promise<number> {
  const grid = document.querySelector<HTMLElement>('[role=listbox]');
  if (!grid) throw new Error('There is no grid');
  const around = grid.getBoundingClientRect();
  grid.scrollTop = share * (grid.scrollHeight - grid.clientHeight);
  const start = performance.now();
  return new Promise((resolve) => {
    const look = () => {
      const inSight = [...grid.querySelectorAll<HTMLElement>('[role=option]')].filter((tile) => {
        const { top, bottom } = tile.getBoundingClientRect();
        return bottom > around.top && top < around.bottom;
      });
      const isComplete = inSight.length > 0 && inSight.every((tile) => tile.querySelector('img:not(.waiting)'));
      if (isComplete || performance.now() - start > 10_000) resolve(performance.now() - start);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(() => requestAnimationFrame(look));
  });
}

interface Memory {
  readonly heap: number;
  /** Of the page's process: pages that no other process has, and all that are resident. MB; NaN where not Linux. */
  readonly own: number;
  readonly resident: number;
}

async function memoryOf(browser: Browser, page: Page): Promise<Memory> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const heap = (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  await whole.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const sizes = await Promise.all(renderers.map(sizesOf));
  const largest = sizes.toSorted((one, other) => other.resident - one.resident)[0];
  return { heap, own: largest?.own ?? Number.NaN, resident: largest?.resident ?? Number.NaN };
}

async function sizesOf(pid: number): Promise<{ own: number; resident: number }> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? Number.NaN);
  return {
    own: (kilobytes('Private_Clean') + kilobytes('Private_Dirty')) / 1000,
    resident: kilobytes('Rss') / 1000,
  };
}

const quantile = (numbers: readonly number[], share: number) =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? Number.NaN;
const ms = (value: number) => `${value.toFixed(1)} ms`;

function tell(what: string, { frames, blankRows, rows, waiting }: Scrolled): void {
  console.log(
    `${what}: ${frames.length} frames, median ${ms(quantile(frames, 0.5))}, 95 % below ${ms(quantile(frames, 0.95))}, ` +
      `slowest ${ms(Math.max(...frames))}; ${blankRows} of ${rows} rows blank; ` +
      `${(100 * waiting).toFixed(1)} % of the pictures not there yet`,
  );
}

const began = performance.now();
const projectId = (await findProject()) ?? (await fillWorkspace(workspace, images));
console.log(`${images} images in ${workspace}, ready after ${((performance.now() - began) / 1000).toFixed(0)} s`);
const program = new Started(workspace, '--lang', 'ja');
const link = await program.link();
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(link.href);
  await page.goto(`${link.origin}/#/projects/${projectId}/images`);
  await page.locator('[role=option] img:not(.waiting)').first().waitFor();
  console.log('shown', await memoryOf(browser, page));
  for (const [what, speed, seconds] of [
    ['wheel, 1,500 px/s', 1_500, 6],
    ['fast wheel, 6,000 px/s', 6_000, 6],
    ['scroll bar dragged, 100,000 px/s', 100_000, 6],
  ] as const) {
    tell(what, await page.evaluate(scroll, { speed, seconds }));
  }
  const jumps: number[] = [];
  for (let number = 0; number < 40; number++) jumps.push(await page.evaluate(jump, ((number * 17) % 40) / 39));
  console.log(
    `jump until all in sight is shown: median ${ms(quantile(jumps, 0.5))}, slowest ${ms(Math.max(...jumps))}`,
  );
  // Through all of it, as somebody looking for one image does.
  for (let number = 0; number < 400; number++) await page.evaluate(jump, number / 399);
  console.log('after scrolling through', await memoryOf(browser, page));
} finally {
  await browser.close();
  await program.kill('SIGINT');
  if (values.keep === undefined) await rm(workspace, { recursive: true, force: true });
}

async function findProject(): Promise<number | undefined> {
  const { openWorkspace } = await import('../../main/services/workspace.ts');
  const kept = openWorkspace(workspace);
  try {
    return kept.store.projects.list()[0]?.id;
  } finally {
    kept.close();
  }
}
