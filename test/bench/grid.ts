// npm run bench:grid: 100,000 images in the real app and a real Chromium, scrolled fast. Rows left blank, frames, memory.
// Options: --images 100000  --keep FOLDER (a workspace that is filled once and used again)
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openWorkspace } from '../../main/services/workspace.ts';
import { type BarePage, openBarePage } from '../support/bare-chromium.ts';
import { fillWorkspace } from '../support/large-project.ts';
import { Started } from '../support/started.ts';

const { values } = parseArgs({
  options: { images: { type: 'string', default: '100000' }, keep: { type: 'string' } },
});
const images = Number(values.images);
const workspace = values.keep ?? (await mkdtemp(join(tmpdir(), 'narashi-grid-')));

const scrolled = z.object({
  frames: z.array(z.number()),
  /** Rows in sight for which the page had no element, summed over all frames. */
  blankRows: z.number(),
  rows: z.number(),
  /** Share of the tiles in sight whose picture had not come, over all frames. */
  waiting: z.number(),
});
type Scrolled = z.infer<typeof scrolled>;

/** In the page: scrolls by `speed` px per second and looks at every frame at what is in sight. */
function scroll({ speed, seconds }: { speed: number; seconds: number }): Promise<Scrolled> {
  const grid = document.querySelector<HTMLElement>('[role=listbox]');
  const first = grid?.querySelector<HTMLElement>('[role=option]');
  if (!grid || !first) throw new Error('There is no grid');
  const around = grid.getBoundingClientRect();
  const columns = new Set([...grid.querySelectorAll('[role=option]')].map((one) => one.getBoundingClientRect().left))
    .size;
  // Elements are reused: only now is this one surely in the grid.
  const pitch = first.getBoundingClientRect().height + 8;
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
      const expected = Math.floor(around.height / pitch);
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

const metrics = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) });
const processes = z.object({ processInfo: z.array(z.object({ type: z.string(), id: z.number() })) });

/** Of the page's process, MB: JavaScript, pages that no other process has, all that are resident; and elements it holds. */
async function memoryOf(page: BarePage): Promise<string> {
  await page.send('HeapProfiler.collectGarbage');
  await page.send('Performance.enable');
  const found = metrics.parse(await page.send('Performance.getMetrics')).metrics;
  await page.send('Performance.disable');
  const metric = (name: string) => found.find((one) => one.name === name)?.value ?? Number.NaN;
  const { processInfo } = processes.parse(await page.sendToBrowser('SystemInfo.getProcessInfo'));
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const sizes = await Promise.all(renderers.map(sizesOf));
  const { own = Number.NaN, resident = Number.NaN } = sizes.toSorted((a, b) => b.own - a.own)[0] ?? {};
  return (
    `${(metric('JSHeapUsedSize') / 1e6).toFixed(0)} MB JavaScript, process ${own.toFixed(0)} MB of its own, ` +
    `${resident.toFixed(0)} MB resident, ${metric('Nodes')} nodes`
  );
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
const ms = (value: number) => `${value.toFixed(0)} ms`;

function tell(what: string, { frames, blankRows, rows, waiting }: Scrolled): void {
  console.log(
    `${what}: ${frames.length} frames, median ${ms(quantile(frames, 0.5))}, 95 % within ${ms(quantile(frames, 0.95))}, ` +
      `slowest ${ms(Math.max(...frames))}; ${blankRows} of ${rows} rows blank; ` +
      `${(100 * waiting).toFixed(1)} % of the pictures still on their way`,
  );
}

function findProject(): number | undefined {
  const kept = openWorkspace(workspace);
  try {
    return kept.store.projects.list()[0]?.id;
  } finally {
    kept.close();
  }
}

const began = performance.now();
const projectId = findProject() ?? (await fillWorkspace(workspace, images));
console.log(`${images} images, ready after ${((performance.now() - began) / 1000).toFixed(0)} s`);
const program = new Started(workspace, '--lang', 'ja');
const page = await openBarePage(1366, 768);
try {
  const link = await program.link();
  await page.go(link.href);
  await page.waitFor('main h1');
  const opened = performance.now();
  await page.go(`${link.origin}/#/projects/${projectId}/images`);
  await page.waitFor('[role=option] img:not(.waiting)');
  console.log(`screen opened in ${ms(performance.now() - opened)}: ${await memoryOf(page)}`);
  for (const [what, speed] of [
    ['wheel, 1,500 px/s', 1_500],
    ['fast wheel, 6,000 px/s', 6_000],
    ['scroll bar dragged, 100,000 px/s', 100_000],
  ] as const) {
    tell(what, await page.evaluate(scroll, { speed, seconds: 6 }, scrolled));
  }
  const jumps: number[] = [];
  for (let place = 0; place < 40; place++) jumps.push(await page.evaluate(jump, ((place * 17) % 40) / 39, z.number()));
  console.log(
    `jump until all in sight is shown: median ${ms(quantile(jumps, 0.5))}, slowest ${ms(Math.max(...jumps))}`,
  );
  // Through all of it, as somebody looking for one image does.
  for (let place = 0; place < 400; place++) await page.evaluate(jump, place / 399, z.number());
  console.log(`after 400 places of it: ${await memoryOf(page)}`);
} finally {
  await page.close();
  await program.kill('SIGINT');
  if (values.keep === undefined) await rm(workspace, { recursive: true, force: true });
}
