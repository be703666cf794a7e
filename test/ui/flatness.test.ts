// The flatness of a minimum: measured when asked for, beside another training, turned and read by mouse and keyboard, told as
// a diagnosis.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findings } from './support/looks.ts';
import { openWindow, type Window } from './support/window.ts';

let window: Window;
afterEach(() => window.close());

const flatness = (run: number) => `#/projects/1/results?run=${run}&view=flatness`;
const done = { status: 'done', endedAt: '2026-11-24T03:05:00.000Z' } as const;

/** Figures of runs 1 and 3, run 3's landscape by itself and beside run 1's. */
function measured({ lab: { studies } }: Window): void {
  studies.add({ kind: 'flatness', runId: 1 }, done);
  studies.add({ kind: 'flatness', runId: 3 }, done);
  studies.add({ kind: 'landscape', runId: 3 }, done);
  studies.add({ kind: 'landscape', runId: 3, otherRunId: 1 }, done);
}

async function compareWith({ page }: Window, run: number): Promise<void> {
  await page.locator('.choice select').selectOption(String(run));
}

describe('in use', () => {
  beforeEach(async () => {
    window = await openWindow({ language: 'en' });
  });

  it('measures when asked to, tells how far it is, and shows what was found', async () => {
    const { page, lab } = window;
    await window.open(flatness(1));
    await page.getByText('The judgement rests on test images').waitFor();
    await page.getByRole('button', { name: 'Measure' }).click();
    await page.getByText('Measuring').waitFor();
    expect(lab.studies.state.orders).toEqual([{ kind: 'flatness', runId: 1 }]);
    lab.studies.change(1, { done: 30, total: 90 });
    await page.getByText('30 / 90').waitFor();
    lab.studies.change(1, done);
    await page.getByRole('row', { name: /Strongest curvature.*48/ }).waitFor();
    await page.getByText('did not settle (residual 21.0 %)').waitFor();
  });

  it('waits, is taken back, and tells why it failed', async () => {
    const { page, lab } = window;
    lab.studies.add({ kind: 'flatness', runId: 1 }, { status: 'queued' });
    const failure = { code: 'flatness.no-weights', data: { id: 1 } } as const;
    lab.studies.add({ kind: 'landscape', runId: 1 }, { status: 'failed', failure });
    await window.open(flatness(1));
    await page.getByText('The checkpoint of training 1 is gone').waitFor();
    await page.getByRole('button', { name: 'Do not measure' }).click();
    await page.getByRole('button', { name: 'Measure' }).waitFor();
    expect(lab.studies.state.kept.map(({ status }) => status)).toEqual(['failed', 'stopped']);
  });

  it('puts another training of the same loss beside it, in figures and in one picture', async () => {
    const { page, lab } = window;
    lab.studies.add({ kind: 'flatness', runId: 3 }, done);
    await window.open(flatness(3));
    await compareWith(window, 1);
    await page.getByRole('button', { name: 'Measure training 1' }).click();
    await page.getByRole('button', { name: 'Draw both' }).click();
    expect(lab.studies.state.orders.slice(1)).toEqual([
      { kind: 'flatness', runId: 1 },
      { kind: 'landscape', runId: 3, otherRunId: 1 },
    ]);
    lab.studies.change(2, done);
    lab.studies.change(3, done);
    await page.getByRole('row', { name: /Strongest curvature.*16\.0.*48\.0/ }).waitFor();
    expect(await page.locator('.pair [role=img]').count()).toBe(2);
  });

  it('offers no training whose loss is another one', async () => {
    const { page, lab } = window;
    lab.archive.finished = lab.archive.finished.map((one) =>
      one.report.runId === 3 ? one : { ...one, report: { ...one.report, recipe: { ...one.report.recipe, size: 64 } } },
    );
    await window.open(flatness(3));
    await page.getByText('there is none to draw beside this one').waitFor();
  });

  it('shows sharpness and λ of the course, as far as they were measured', async () => {
    const { page } = window;
    await window.open(flatness(2));
    await page.locator('figure canvas').first().waitFor();
    await page.getByRole('img', { name: /Sharpness.*Run 2: from/ }).waitFor();
    await window.open(flatness(1));
    await page.getByText('standard SGD never does').waitFor();
  });

  it('is read point by point and turned, by keys and by dragging', async () => {
    measured(window);
    const { page } = window;
    await window.open(flatness(3));
    await page.getByText('Loss 0.0800 at 0 % (down) and 0 % (across)').waitFor();
    await page.getByRole('button', { name: 'Read the point above' }).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await page.getByText('at -7.1 % (down) and 7.1 % (across)').waitFor();
    await page.getByRole('radio', { name: '3-D' }).check({ force: true });
    const polygons = page.locator('.pair polygon');
    const first = () => polygons.first().getAttribute('points');
    const before = await first();
    await page.getByRole('button', { name: 'Turn left' }).focus();
    await page.keyboard.press('ArrowDown');
    const turned = await first();
    expect(turned).not.toBe(before);
    const box = await page.locator('.pair svg').boundingBox();
    if (!box) throw new Error('no picture');
    await page.mouse.move(box.x + 100, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 160, box.y + 110, { steps: 3 });
    await page.mouse.up();
    expect(await first()).not.toBe(turned);
    await page.getByRole('button', { name: 'As at first' }).click();
    expect(await first()).toBe(before);
  });
});

it.each(['nothing yet', 'contours', 'space'] as const)('%s is clean, fits, and speaks one language', async (state) => {
  window = await openWindow();
  const { page } = window;
  if (state !== 'nothing yet') measured(window);
  await window.open(flatness(3));
  await compareWith(window, 1);
  if (state !== 'nothing yet') await page.locator('.pair [role=img]').nth(1).waitFor();
  if (state === 'space') await page.locator('.controls label').nth(1).click();
  await page.locator('main summary').evaluateAll((all) => {
    for (const summary of all) if (summary instanceof HTMLElement) summary.click();
  });
  expect(await findings(window, { own: /旋盤加工品の外観/g, narrow: 1024, mayScroll: true })).toEqual([]);
});
