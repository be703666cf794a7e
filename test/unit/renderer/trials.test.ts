// The Trials screen's forms, words and pictures: plans, limits of the tests, differences, single trainings, effects in yen.
import { describe, expect, it } from 'vitest';
import { weightiest } from '../../../renderer/screens/trials/benefit/weightiest.ts';
import { stateOf } from '../../../renderer/screens/trials/result/differences.ts';
import { kpiInterval, kpiText } from '../../../renderer/screens/trials/result/kpi.ts';
import { seedTable } from '../../../renderer/screens/trials/result/seed-table.ts';
import { failures, sharesRuns, statusKey } from '../../../renderer/screens/trials/run/trial-words.ts';
import { compared, firstDraft, planOf } from '../../../renderer/screens/trials/setup/plan-draft.ts';
import { benefitTexts } from '../../../renderer/text/benefit.ts';
import { trialResultTexts } from '../../../renderer/text/trial-results.ts';
import { trialPlan } from '../../../shared/domain/trial.ts';
import {
  breakEvenText,
  effectKind,
  figureName,
  figureText,
  isCostOnly,
  roughYen,
  signedYen,
  yearsText,
} from '../../../shared/text/benefit-figures.ts';
import { leastP, limits, pText } from '../../../shared/text/trial-limits.ts';
import { makeVoice } from '../../../shared/text/voice.ts';
import { budgetResult } from '../../ui/support/trial-results.ts';
import { exampleTrials } from '../../ui/support/trials.ts';

const say = makeVoice(trialResultTexts, 'en');
const sayYen = makeVoice(benefitTexts, 'en');

describe('plans', () => {
  it('hold the baseline once, whatever was checked before', () => {
    const draft = { ...firstDraft, baseline: 'samar-efficient' as const, methods: ['samar-efficient', 'sgd'] as const };
    expect(compared(draft)).toEqual(['sgd']);
    expect(planOf(draft)?.methods).toEqual(['samar-efficient', 'sgd']);
    expect(trialPlan.safeParse(planOf(draft)).success).toBe(true);
  });
  it.each([{ methods: [] }, { methods: ['sgd' as const] }, { budgets: [] }])('are none with %o', (what) =>
    expect(planOf({ ...firstDraft, ...what })).toBeUndefined(),
  );
  it('count seeds from 1 and take a share of the labels', () => {
    const plan = planOf({ ...firstDraft, seeds: 3, noisePercent: 30 });
    expect([plan?.seeds, plan?.labelNoise]).toEqual([[1, 2, 3], 0.3]);
  });
});

describe('what the tests can show', () => {
  it.each([
    [1, 1],
    [2, 0.5],
    [5, 0.0625],
    [6, 0.03125],
  ])('with %d seeds no p below %d', (seeds, least) => expect(leastP(seeds)).toBe(least));

  const trial = { seeds: 5, methods: 2, testImages: 120, ngImages: 48, okImages: 72, labelNoise: 0 };
  it.each([
    [trial, ['cannot go below 0.063', 'it can never reach 5 %', 'cannot go below 0.125', 'changes escape by 2.1 %']],
    [{ ...trial, seeds: 6, methods: 1 }, ['the smallest possible p over the seeds is 0.031']],
    [{ ...trial, seeds: 1 }, ['There is only one seed']],
    [{ ...trial, ngImages: 0, labelNoise: 0.3 }, ['changes escape by –', '30.0 % of the training labels']],
  ])('%o', (what, expected) => {
    const said = limits(what, say, 'en').join('\n');
    for (const words of expected) expect(said).toContain(words);
    expect(said.includes('are compared with the baseline at once')).toBe(what.seeds > 1 && what.methods > 1);
  });

  it.each([
    [0.0625, '0.063'],
    [0.0004, '< 0.001'],
    [1, '1.000'],
  ])('p %d', (value, text) => expect(pText(value)).toBe(text));
});

describe('figures of a trial', () => {
  it.each([
    ['escape', -0.05, -0.01, 'better'],
    ['overkill', 0.01, 0.05, 'worse'],
    ['accuracy', 0.01, 0.05, 'better'],
    ['balancedAccuracy', -0.05, -0.01, 'worse'],
    ['accuracy', 0, 0.05, 'open'],
    ['escape', -0.05, 0, 'open'],
  ] as const)('%s from %d to %d is %s', (measure, low, high, state) =>
    expect(stateOf({ measure, low, high })).toBe(state),
  );
  it('never has an interval outside what is possible', () => {
    const spread = { mean: 0.99, low: -0.02, high: 1.04, deviation: 0.1, values: [] };
    expect(kpiInterval('escape', spread)).toEqual({ low: 0, high: 1 });
    expect(kpiInterval('seconds', { ...spread, high: 300 })).toEqual({ low: 0, high: 300 });
    expect(kpiInterval('escape', { ...spread, low: null })).toBeNull();
  });
  it('writes small amounts without an exponent', () => {
    expect(kpiText('kilowattHours', 0.00004, 'ja')).toBe('0.00004 kWh');
    expect(kpiText('robustness', 0.8, 'ja')).toBe('0.800');
  });
  it('puts the values of finished trainings at their seeds, not at those that failed', () => {
    const { gain } = exampleTrials();
    const cells = gain.trial.cells.map((cell) =>
      cell.method === 'sgd' && cell.seed === 2 ? { ...cell, status: 'failed' as const } : cell,
    );
    const sgd = { misses: [12, 24, 36, 48], alarms: [0, 0, 0, 0], seconds: 9 };
    const result = budgetResult('epochs', gain.trial.plan, { sgd }, { sgd: 1 });
    const { rows, table, columns } = seedTable({ ...gain.trial, cells }, result, 'escape', say, 'en');
    expect(columns).toEqual(['Method', 'Seed 1', 'Seed 2', 'Seed 3', 'Seed 4', 'Seed 5', 'Mean']);
    expect(table).toEqual([['SGD', '25.0 %', '–', '50.0 %', '75.0 %', '100 %', '62.5 %']]);
    expect(rows[0]?.heights).toEqual([0, 0.5, 0.75, 1]);
  });
  it('counts a failure that two budgets share once', () => {
    const cell = { method: 'sgd', seed: 1, epochs: 9, runId: 4, status: 'failed' } as const;
    const cells = [
      { ...cell, budget: 'epochs' as const },
      { ...cell, budget: 'time' as const },
    ];
    expect([failures(cells), sharesRuns(cells)]).toEqual([1, true]);
    expect(statusKey({ status: 'paused', failure: { code: 'store.disk-full', data: {} } })).toBe('status.failed');
  });
});

describe('an effect in yen', () => {
  const effect = (low: number, high: number) => ({ effect: { value: 0, low, high } });
  it.each([
    [1, 9, 'sure'],
    [0, 9, 'open'],
    [-9, 0, 'open'],
    [-9, -1, 'loss'],
  ] as const)('from %d to %d is %s', (low, high, kind) => expect(effectKind(effect(low, high))).toBe(kind));
  it.each([
    [12_345, '+12,345 yen'],
    [-0.264, '−0.26 yen'],
    [0, '0 yen'],
    [-0.001, '0 yen'],
  ])('%d is %s', (value, text) => expect(signedYen(value, 'en')).toBe(text));
  it('is told no finer than it is known', () => {
    expect(roughYen(1_626_007.3, 'ja')).toBe('+1,630,000円');
    expect(roughYen(-0.26, 'ja')).toBe('0円');
  });
  it.each([
    [null, 'not paid back'],
    [0.02, '1 month'],
    [0.5, '6 months'],
    [1.34, '17 months'],
    [2.5, '2.5 years'],
  ])('pays back after %d years: %s', (years, text) => expect(yearsText(years, sayYen)).toBe(text));
  it('has a break-even in words', () => {
    expect(breakEvenText({ breakEven: { kind: 'from', yen: 1_200 } }, sayYen, 'en')).toContain('1,200 yen');
    expect(breakEvenText({ breakEven: { kind: 'upTo', yen: 800 } }, sayYen, 'en')).toContain('less than 800 yen');
    expect(breakEvenText({ breakEven: { kind: 'never' } }, sayYen, 'en')).toContain('Not above zero');
  });
  it('is only cost where neither escapes nor overkill became fewer', () => {
    const figure = (step: 'escapesSaved' | 'overkillsSaved', value: number) => ({
      step,
      value,
      low: 0,
      high: 0,
      from: [],
    });
    expect(isCostOnly({ figures: [figure('escapesSaved', 0), figure('overkillsSaved', -4)] })).toBe(true);
    expect(isCostOnly({ figures: [figure('escapesSaved', 1), figure('overkillsSaved', -4)] })).toBe(false);
  });
  it.each([
    ['defectShare', 0.01, '1.0 %'],
    ['escape', -0.034, '−3.4 pt'],
    ['escapesSaved', 12.34, '12.3 parts'],
    ['goodPartsPerYear', 237_600, '237,600 parts'],
    ['operatorMinutesPerRetraining', 30, '30 min'],
    ['candidateSeconds', 90, '1 min 30 s'],
    ['electricityYen', -3, '−3.00 yen'],
  ])('%s %d is %s', (name, value, text) => {
    expect(figureText(name, value, sayYen, 'en')).toBe(text);
    expect(figureName(name, sayYen)).not.toBe(name);
  });
  it('names the weightiest input first and leaves out what changes nothing', () => {
    const input = (name: string, halved: number, doubled: number) => ({ input: name, value: 1, halved, doubled });
    const sorted = weightiest([input('a', 9, 9), input('b', 10, 0), input('c', 0, 90)]);
    expect(sorted.map((one) => one.input)).toEqual(['c', 'b']);
  });
});
