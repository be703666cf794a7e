// Trials analysed on judgements made by hand: every expected figure is worked out on paper.
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../main/trials/analysis.ts';
import { compareMethods } from '../../../main/trials/comparison.ts';
import { measuredChange } from '../../../main/trials/measured-change.ts';
import type { TrialPlan } from '../../../shared/domain/trial.ts';
import { trialMethodName, verdictSentence } from '../../../shared/text/verdicts.ts';
import {
  actual,
  classes,
  finishedCells,
  type Outcome,
  outcomes,
  plan,
  predictionsOf,
} from '../../support/made-trial.ts';

const test = { classes, actual };
const judged = (seed: number, ok: number, ng: number) => ({ seed, predicted: predictionsOf({ ok, ng }) });
const analysed = (outcome: Outcome, what: { plan?: TrialPlan; hasEnded?: boolean; seeds?: number } = {}) => {
  const { plan: made = plan, hasEnded = true, seeds = made.seeds.length } = what;
  const cells = finishedCells(made, outcome).filter(({ seed }) => seed < seeds);
  return analyse({ plan: made, classes, actual, cells, failed: [{ method: 'sgd', budget: 'time' }], hasEnded });
};

describe('differences', () => {
  // 40 OK and 60 NG images. Seed 0: the baseline gets 4 OK and 6 NG wrong, the method the first 2 and 3 of the same;
  // seed 1: 2 and 3 against 2 and 6.
  const found = compareMethods(
    test,
    'samar-efficient',
    [judged(0, 2, 3), judged(1, 2, 6)],
    [judged(0, 4, 6), judged(1, 2, 3), judged(2, 0, 0)],
  );
  it.each([
    ['accuracy', (5 / 100 - 3 / 100) / 2, 1, 0, 1, 5, 3],
    // Each class counts alike: seed 0 gains 2/40 and 3/60, seed 1 loses 3/60.
    ['balancedAccuracy', ((2 / 40 + 3 / 60) / 2 - 3 / 60 / 2) / 2, 1, 0, 1, null, null],
    ['escape', (-3 / 60 + 3 / 60) / 2, 1, 0, 1, 3, 3],
    ['overkill', -2 / 40 / 2, 1, 1, 0, 2, 0],
  ])('of %s', (measure, difference, wins, ties, losses, onlyMethod, onlyBaseline) => {
    const comparison = found.find((each) => each.measure === measure);
    expect(comparison).toMatchObject({
      wins,
      ties,
      losses,
      onlyMethodRight: onlyMethod,
      onlyBaselineRight: onlyBaseline,
    });
    expect(comparison?.difference).toBeCloseTo(difference, 12);
    expect(comparison?.low).toBeLessThanOrEqual(difference + 1e-12);
    expect(comparison?.high).toBeGreaterThanOrEqual(difference - 1e-12);
  });
  it('leave out what no image can tell', () => {
    const ngOnly = { classes, actual: actual.filter((label) => label === 1) };
    const one = [{ seed: 0, predicted: ngOnly.actual }];
    expect(compareMethods(ngOnly, 'sam', one, one).map(({ measure }) => measure)).not.toContain('overkill');
    expect(compareMethods(test, 'sam', [judged(0, 1, 1)], [judged(1, 1, 1)])).toEqual([]);
  });
  it('over five seeds alike in sign have the exact p of 2 in 32, over the images that of McNemar', () => {
    const [budget] = analysed(outcomes.gain);
    const missed = budget?.comparisons.find(({ measure }) => measure === 'escape');
    // Seeds 0, 2, 4: 9 − 2 images; 1, 3: 9 − 3. In all 33 that only the method gets right.
    expect(missed).toMatchObject({ wins: 5, losses: 0, onlyMethodRight: 33, onlyBaselineRight: 0 });
    expect(missed?.seedP).toBeCloseTo(2 / 32, 12);
    expect(missed?.imageP).toBeCloseTo(2 * 0.5 ** 33, 18);
    expect(missed?.difference).toBeCloseTo(-(7 + 6 + 7 + 6 + 7) / 5 / 60, 12);
  });
  it('with several methods are corrected together', () => {
    const three: TrialPlan = { ...plan, methods: ['sgd', 'sam', 'samar-efficient'], budgets: ['epochs'] };
    const outcome: Outcome = (method, seed) => outcomes.gain(method === 'sam' ? 'samar-efficient' : method, seed);
    const [budget] = analysed(outcome, { plan: three });
    for (const { seedP, adjustedP } of budget?.comparisons ?? []) expect(adjustedP).toBeCloseTo(2 * seedP, 12);
  });
});

describe('methods', () => {
  const [epochs, time] = analysed(outcomes.none);
  it('have mean, spread and interval over the seeds', () => {
    const sgd = epochs?.methods[0];
    // 3 or 4 of 40 OK images wrong: seeds 0, 2, 4 and 1, 3.
    expect(sgd?.overkill?.values).toEqual([3, 4, 3, 4, 3].map((wrong) => wrong / 40));
    expect(sgd?.overkill?.mean).toBeCloseTo(3.4 / 40, 12);
    expect(sgd?.escape).toMatchObject({ mean: 0.05, low: 0.05, high: 0.05, deviation: 0 });
    expect(sgd).toMatchObject({ runIds: [1, 5, 9, 13, 17], failed: 0, wattsSource: 'assumed' });
    expect(sgd?.memorised?.mean).toBe(0.25);
  });
  it('count what failed under its budget', () => expect(time?.methods[0]?.failed).toBe(1));
  it('never show an interval beyond what a share can be', () => {
    const [budget] = analysed((_, seed) => ({ ok: seed % 2 === 0 ? 0 : 40, ng: 0 }));
    expect(budget?.methods[0]?.overkill).toMatchObject({ low: 0 });
    expect(budget?.methods[0]?.overkill?.high).toBeLessThanOrEqual(1);
  });
});

describe('the verdict', () => {
  const kind = (outcome: Outcome, what: Parameters<typeof analysed>[1] = {}) => analysed(outcome, what)[0]?.verdicts[0];
  it.each([
    ['gain', outcomes.gain, {}],
    ['loss', outcomes.loss, {}],
    ['none', outcomes.none, {}],
    ['too-few', outcomes.gain, { seeds: 2 }],
    ['unfinished', outcomes.gain, { seeds: 4, hasEnded: false }],
    ['gain', outcomes.gain, { seeds: 4 }],
  ] as const)('is %s', (expected, outcome, what) => expect(kind(outcome, what)?.kind).toBe(expected));
  it('knows how many times the time of the baseline it took', () => {
    expect(kind(outcomes.gain)?.timeRatio).toBe(1);
  });
  it('says in both languages what was found, and plainly that nothing was', () => {
    const verdict = kind(outcomes.none);
    if (!verdict) throw new Error('no verdict');
    expect(verdictSentence(verdict, 'sgd', 'en')).toMatch(
      /^No measurable gain: .* includes zero, in the same training time\.$/,
    );
    expect(verdictSentence(verdict, 'sgd', 'ja')).toMatch(/^効果は確認できません：/);
    const gain = kind(outcomes.gain);
    if (!gain) throw new Error('no verdict');
    // Balanced accuracy: (4 or 5)/40 and (7 or 6)/60 gained, halved: 0.1083… and 0.1125: mean 11.0 points.
    expect(verdictSentence(gain, 'sgd', 'en')).toMatch(
      /^Adaptive SAM \(efficient\) gains 11\.0 points of balanced accuracy over SGD/,
    );
    expect(trialMethodName('sgd', 'ja')).toBe('標準 SGD');
  });
});

it('what it changes goes into the reckoning as means and differences with their intervals', () => {
  const budgets = analysed(outcomes.gain);
  const change = measuredChange({ budgets }, plan, 'time', 'samar-efficient');
  expect(change?.baselineEscape).toBeCloseTo(9 / 60, 12);
  expect(change?.candidateEscape).toBeCloseTo(2.4 / 60, 12);
  expect(change?.escape?.difference).toBeCloseTo(-6.6 / 60, 12);
  expect(change?.escape?.high).toBeLessThan(0);
  expect(change?.candidateSeconds).toBe(60);
  expect(measuredChange({ budgets }, plan, 'time', 'sgd')).toBeUndefined();
});
