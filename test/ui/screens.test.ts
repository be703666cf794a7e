// Every screen of training, results and the program itself, in both languages and themes: nothing axe objects to, nothing
// cut off at 1366×768, nothing the policy refuses, no text of the other language.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/looks.ts';
import { curvePoints, queued } from './support/trainer.ts';
import { openWindow, type Window } from './support/window.ts';

let window: Window | undefined;
afterEach(async () => {
  await window?.close();
  window = undefined;
});

const running = { status: 'running', phase: 'training', epoch: 22, step: 3, secondsLeft: 1480 } as const;

/** Name → address, and what has to be on the page before it is looked at. */
const screens = {
  setup: ['#/projects/1/train?view=setup', 'input[type=radio]:checked'],
  queue: ['#/projects/1/train?view=queue', 'figure canvas'],
  overview: ['#/projects/1/results?run=1', 'table td button'],
  mistakes: ['#/projects/1/results?run=1&view=mistakes', 'li img'],
  rule: ['#/projects/1/results?run=2&view=rule', 'input[type=range]'],
  trust: ['#/projects/1/results?run=2&view=trust', 'figure circle'],
  slices: ['#/projects/1/results?run=1&view=slices', 'td.worse'],
  compare: ['#/projects/1/results?run=1&view=compare', 'table [role=img]'],
  course: ['#/projects/1/results?run=2&view=course', 'figure canvas'],
  export: ['#/projects/1/export?run=3', '#certificate'],
  runs: ['#/history', 'tbody tr'],
  activity: ['#/history?view=activity', 'time'],
  settings: ['#/settings', 'dl'],
  quickStart: ['#/guide', 'article h2'],
  operator: ['#/guide?page=operator', 'article table'],
} as const;

describe('every screen is clean, fits, and speaks one language', () => {
  let shared: Window;
  beforeAll(async () => {
    shared = await openWindow();
    const { lab } = shared;
    lab.trainer.state.runs = [queued(4, running), queued(5, { method: 'sgd' })];
    lab.trainer.state.curves.set(4, curvePoints(900, 40));
    lab.archive.activity = lab.archive.sampleActivity;
    await shared.open('#/projects');
  });
  afterAll(() => shared.close());

  it.each(Object.entries(screens))('%s', async (_, [hash, awaited]) => {
    await shared.go(hash, awaited);
    const own =
      /旋盤加工品の外観|キズ|汚れ|未使用|鋳物の巣|きず|検査|部品|出荷|日本語|佐藤|新しい照明で撮影|担当|の巣|標準 SGD と適応 SAM|限度見本で確認|打痕ではなく/g;
    expect(await findings(shared, { own })).toEqual([]);
  });
});

it('follows a switch of language and theme at once, charts included', async () => {
  window = await openWindow();
  const { lab, page } = window;
  lab.trainer.state.runs = [queued(4, running)];
  lab.trainer.state.curves.set(4, curvePoints(900, 40));
  await window.open('#/projects/1/train');
  await page.locator('figure canvas').first().waitFor();
  const colourOf = () =>
    page
      .locator('.chart-one')
      .first()
      .evaluate((element) => getComputedStyle(element).color);
  const [title, colour] = [await page.locator('h1').textContent(), await colourOf()];
  lab.office.change({ language: 'en', theme: 'dark' });
  await page.getByRole('heading', { name: 'Train', exact: true }).waitFor();
  expect(title).toBe('学習');
  expect(await page.locator('figcaption').first().textContent()).toContain('Loss');
  expect(await colourOf()).not.toBe(colour);
});
