// The shop-floor sweep among the results: asked for, read in words, by change and strength, beside other trainings.
import { afterEach, expect, it } from 'vitest';
import { findings } from './support/looks.ts';
import { openWindow, type Window } from './support/window.ts';

let window: Window;
afterEach(() => window.close());

const tab = (run: number) => `#/projects/1/results?run=${run}&view=robustness`;
const done = { status: 'done', endedAt: '2026-11-24T03:05:00.000Z' } as const;

it('is done when asked for, and says what the model keeps and where it is weak', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  await window.open(tab(1));
  await page.getByRole('button', { name: 'Start the sweep' }).click();
  await expect.poll(() => lab.studies.state.orders).toEqual([{ kind: 'robustness', runId: 1 }]);
  lab.studies.change(1, { done: 30, total: 660 });
  await page.getByText('30 / 660').waitFor();
  lab.studies.change(1, done);
  await page.getByText(/^Score 0\.\d{3}$/).waitFor();
  await page.getByText('Weakest against: darker').waitFor();
  const row = page.getByRole('row', { name: /^darker/ });
  // 0.95 − 5 · 0.14
  expect(await row.getByRole('cell').last().textContent()).toContain('25.0 %');
  await page.getByRole('radio', { name: 'Escape' }).check();
  expect(await row.getByRole('cell').last().textContent()).toContain('70.0 %');
  await page.getByRole('button', { name: 'blur' }).click();
  await page.locator('figure canvas').waitFor();
});

it('stands beside the other trainings of the project that were swept, the best first', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  lab.studies.add({ kind: 'robustness', runId: 1 }, done);
  lab.studies.add({ kind: 'robustness', runId: 3 }, done);
  await window.open(tab(1));
  const rows = page.getByRole('table', { name: 'Scores of this project' }).getByRole('row');
  await rows.nth(2).waitFor();
  expect(await rows.nth(1).textContent()).toContain('3');
  expect(await rows.nth(2).textContent()).toContain('←');
});

it('is clean, fits, and speaks one language', async () => {
  window = await openWindow();
  const { lab, page } = window;
  lab.studies.add({ kind: 'robustness', runId: 3 }, done);
  await window.open(tab(3));
  await page.locator('figure canvas').waitFor();
  expect(await findings(window, { own: /旋盤加工品の外観|キズ|汚れ/g })).toEqual([]);
});
