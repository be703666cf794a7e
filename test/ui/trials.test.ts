// The Trials screen used: set up by keys, watched, paused and ended, its result read, its effect in yen tried out.
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findings } from './support/looks.ts';
import { queued } from './support/trainer.ts';
import { exampleTrials } from './support/trials.ts';
import { openWindow, type Window } from './support/window.ts';

const trials = '#/projects/1/trials';
/** The training of the trial that is under way. */
const training = queued(14, { status: 'running', phase: 'training', method: 'sgd', epoch: 22, secondsLeft: 70 });
let window: Window;
async function openTrials(look?: Parameters<typeof openWindow>[0]): Promise<Window> {
  const opened = await openWindow(look);
  opened.lab.trainer.state.runs = [training];
  return opened;
}
afterEach(() => window.close());

describe('in English', () => {
  beforeEach(async () => {
    window = await openTrials({ language: 'en' });
  });

  it('says what a trial is for, and is set up and started by keys alone', async () => {
    const { lab, page } = window;
    lab.trials.state.kept = [];
    await window.open(trials);
    await page.getByRole('button', { name: 'New trial' }).press('Enter');
    await page.getByText('about 43 min').waitFor();
    await page.getByRole('checkbox', { name: 'SAM', exact: true }).press(' ');
    await page.getByRole('checkbox', { name: 'Equal epochs' }).press(' ');
    await page.getByLabel('Repetitions').fill('６');
    await page.getByLabel('Make part of the labels wrong').fill('30');
    await page.getByText('about 51 min').waitFor();
    expect(await page.getByLabel('Name of the trial').inputValue()).toBe('SGD against 2 methods, 30 % wrong labels');
    await page.getByRole('button', { name: 'Start the trial' }).press('Enter');
    await page.getByText('Timing every method on this PC').waitFor();
    await page.getByRole('tab', { name: 'Result' }).press('Enter');
    await page.getByText('No training is finished yet').waitFor();
    expect(lab.stage.failures).toEqual([]);
    const [draft] = lab.trials.state.started;
    expect(draft?.name).toBe('SGD against 2 methods, 30 % wrong labels');
    expect(draft?.plan).toEqual({
      baseline: 'sgd',
      methods: ['sgd', 'sam', 'samar-efficient'],
      budgets: ['time'],
      seeds: [1, 2, 3, 4, 5, 6],
      preset: 'standard',
      advanced: {},
      labelNoise: 0.3,
      robustness: false,
    });
  });

  it('starts nothing without a method, a budget or a name, and tells what speaks against a start', async () => {
    const { lab, page } = window;
    lab.trials.state.warnings = [{ code: 'training.lots-divided', data: { name: 'キズ' } }];
    await window.open(`${trials}?view=new`);
    const start = page.getByRole('button', { name: 'Start the trial' });
    await page.getByText('one lot had to be used for both').waitFor();
    const adaptive = page.getByRole('checkbox', { name: 'Adaptive SAM (efficient)' });
    await adaptive.uncheck();
    await page.getByText('Choose at least one method.').waitFor();
    expect(await start.isDisabled()).toBe(true);
    await adaptive.check();
    await page.getByLabel('The way you train today').selectOption('samar-efficient');
    await page.getByText('Choose at least one method.').waitFor();
    await page.getByRole('checkbox', { name: 'SGD' }).check();
    expect(await start.isEnabled()).toBe(true);
    await page.getByLabel('Name of the trial').fill(' ');
    await page.getByText('Give the trial a name.').waitFor();
    expect(await start.isDisabled()).toBe(true);
    lab.trials.state.errors = [{ code: 'services.no-test-images', data: {} }];
    await window.open(`${trials}?view=new`);
    await page.getByText('This must be put right before starting').waitFor();
    expect(await start.isDisabled()).toBe(true);
  });

  it('shows every training, pauses, resumes and ends; ending asks first', async () => {
    const { lab, page } = window;
    await window.open(trials);
    await page.getByText('7 of 25 trainings').waitFor();
    await page.getByText('about 1 h 15 min left').waitFor();
    await page.getByText('Now: SGD, seed 4 (run 14)').waitFor();
    lab.trainer.change(14, { epoch: 30 });
    await page.getByText('epoch 31 of 40').waitFor();
    const done = page.getByRole('link', { name: 'SAM, seed 2: done; see the results of run 22', exact: true });
    expect(await done.getAttribute('href')).toBe('#/projects/1/results?run=22');
    await page.getByRole('link', { name: 'SGD, seed 4: training; see run 14' }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('The trial is paused').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'End the trial' }).click();
    await page.getByRole('button', { name: 'Keep it going' }).click();
    expect(lab.trials.state.kept[0]?.trial.status).toBe('running');
    await page.getByRole('button', { name: 'End the trial' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End the trial' }).click();
    await expect.poll(() => lab.trials.state.kept[0]?.trial.status).toBe('stopped');
    await page.getByRole('tab', { name: 'Result' }).click();
    await page.getByText('The trial was ended early: 7 of 25 trainings count.').waitFor();
  });

  it('shows results as they come, and asks anew after an interruption', async () => {
    const { lab, page } = window;
    await window.open(`${trials}?trial=4&view=result&budget=time`);
    await page.getByText('No training is finished yet').waitFor();
    const { gain } = exampleTrials();
    lab.trials.change(4, { done: 8, cells: gain.trial.cells }, gain.outcomes);
    await page.getByText('So far: 8 of 25 trainings.').waitFor();
    await page.getByRole('rowheader', { name: /^Escape/ }).waitFor();
    lab.trials.state.kept = lab.trials.state.kept.map((one) =>
      one.trial.id === 4 ? { ...one, trial: { ...one.trial, status: 'done', done: 25 } } : one,
    );
    lab.stage.interrupt();
    await page.getByText('So far:').waitFor({ state: 'detached' });
    expect(await page.locator('.status').textContent()).toBe('done');
  });

  it('says why a trial could not go on, what to do, and which trainings failed', async () => {
    const { lab, page } = window;
    await window.open(`${trials}?trial=1`);
    const alert = page.getByRole('alert');
    await alert.getByText('Free some space and try again.').waitFor();
    await page.getByText('1 training(s) failed').waitFor();
    const failed = page.getByRole('link', { name: /seed 4: failed/ });
    expect(await failed.getAttribute('href')).toBe('#/projects/1/train?view=queue&run=14');
    await alert.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => lab.trials.state.kept.at(-1)?.trial.status).toBe('running');
    await alert.waitFor({ state: 'detached' });
  });

  it('gives the verdict first, then figures, differences and what the tests cannot show', async () => {
    const { page } = window;
    await window.open(`${trials}?trial=3`);
    await page.locator('.verdict').first().waitFor();
    const kinds = () => page.locator('.verdict .kind').allTextContents();
    expect(await kinds()).toEqual(['No measurable gain', 'Better']);
    await page.getByRole('radio', { name: 'Equal epochs' }).check();
    await expect.poll(kinds).toEqual(['Better', 'Better']);
    await page.getByRole('rowheader', { name: /Wrong labels memorised/ }).waitFor();
    await page.getByText('from the assumed watts of this PC').waitFor();
    const rows = () => page.locator('.bar[role=img]').evaluateAll((all) => all.map((one) => one.ariaLabel));
    expect((await rows())[1]).toMatch(/^Adaptive SAM \(efficient\): \+5\.6 pt, range \+4\.9 to \+6\.2; better$/);
    await page.getByRole('radio', { name: 'Escape' }).check();
    await expect
      .poll(rows)
      .toEqual([
        expect.stringMatching(/^SAM: −7\.5 pt, .*; better$/),
        expect.stringMatching(/^Adaptive SAM \(efficient\): −8\.3 pt, .*; better$/),
      ]);
    await page.getByText('As a table').first().click();
    await page.getByRole('columnheader', { name: 'p over images (McNemar)' }).waitFor();
    await page.getByText('the p over the seeds cannot go below 0.063').waitFor();
    await page.getByText('cannot go below 0.125').waitFor();
    await page.getByText('30.0 % of the training labels were made wrong on purpose').waitFor();
  });

  it('says plainly that there is no measurable gain', async () => {
    const { page } = window;
    await window.open(`${trials}?trial=2`);
    await page.locator('.verdict').first().waitFor();
    expect(await page.locator('.verdict.none').count()).toBe(2);
    expect(await page.locator('.bar.better, .bar.worse').count()).toBe(0);
    await page.getByRole('tab', { name: 'Cost and benefit' }).click();
    await page.getByText('The range includes zero').waitFor();
    await page.getByText('what is left is only cost').waitFor();
  });

  it('tries out other figures without keeping them, and keeps them on request', async () => {
    const { lab, page } = window;
    await window.open(`${trials}?trial=3&view=benefit`);
    const effect = () => page.locator('.effect .figure').textContent();
    await page.getByText('The whole range is above zero').waitFor();
    expect(await effect()).toBe('about +2,130,000 yen a year');
    const cost = page.getByLabel('Loss per escape', { exact: true });
    await cost.fill('5,000');
    await page.getByText('With the saved figures: +2,130,000 yen a year').waitFor();
    expect(await effect()).toBe('about +1,330,000 yen a year');
    expect(lab.trials.state.economics.escapeCostYen).toBe(10_000);
    await page.getByRole('button', { name: 'Back to the saved figures' }).click();
    expect(await cost.inputValue()).toBe('10,000');
    await cost.fill('x');
    await page.getByText('Put the marked figures right first.').waitFor();
    await page.getByRole('button', { name: 'Back to the saved figures' }).click();
    await page.getByLabel('Share of defective parts', { exact: true }).fill('2');
    await page.getByText('about +3,720,000 yen a year').waitFor();
    await page.getByLabel('Spent once', { exact: true }).fill('1,860,000');
    await page.getByText('6 months', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Save for this project' }).click();
    await page.getByText('Saved for this project.').waitFor();
    expect(lab.trials.state.economics).toMatchObject({ defectShare: 0.02, oneOffYen: 1_860_000 });
  });

  it('traces every figure to what it is from, and tells what matters most', async () => {
    const { page } = window;
    await window.open(`${trials}?trial=3&view=benefit`);
    await page.locator('summary', { hasText: 'Saved by fewer escapes' }).click();
    await page.locator('details[open] dl').waitFor();
    expect(await page.locator('details[open] dl').textContent()).toMatch(
      /Escapes avoided per year\s*160 parts.*Loss per escape\s*10,000 yen/s,
    );
    const bars = await page.locator('figure .bar[role=img]').evaluateAll((all) => all.map((one) => one.ariaLabel));
    expect(bars[0]).toBe('Parts per day: halved +1,064,000 yen, doubled +4,256,000 yen');
    // What changes nothing is left out.
    expect(bars.join()).not.toContain('Price of electricity');
  });
});

/** Name → address, and what has to be on the page before it is looked at. */
const views = {
  empty: [trials, 'h2'],
  setup: [`${trials}?view=new`, '.time'],
  running: [`${trials}?trial=4`, 'table td'],
  partial: [`${trials}?trial=4&view=result`, 'figure'],
  failed: [`${trials}?trial=1`, 'table td'],
  result: [`${trials}?trial=3`, 'figure'],
  benefit: [`${trials}?trial=3&view=benefit`, 'figure'],
} as const;

async function openAll(page: Page): Promise<void> {
  await page.locator('main summary').evaluateAll((all) => {
    for (const summary of all) if (summary instanceof HTMLElement) summary.click();
  });
}

it.each(Object.entries(views))('%s is clean, fits, and speaks one language', async (name, [hash, awaited]) => {
  window = await openTrials();
  if (name === 'empty') window.lab.trials.state.kept = [];
  await window.open(hash);
  await window.page.locator(awaited).first().waitFor();
  await openAll(window.page);
  const own = /標準 SGD と適応 SAM（(?:ラベル間違い30%|通常のラベル)）|夜間の試行|新しい照明での比較|検査/g;
  expect(await findings(window, { own, narrow: 1024, mayScroll: true })).toEqual([]);
});
