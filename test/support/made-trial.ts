// A finished trial from predictions made by hand: every figure of it can be worked out on paper.

import { evaluate } from '../../main/eval/index.ts';
import { analyse, type FinishedCell } from '../../main/trials/analysis.ts';
import { reckonBenefit } from '../../main/trials/benefit.ts';
import { cellsOf, planTiming } from '../../main/trials/grid.ts';
import { measuredChange } from '../../main/trials/measured-change.ts';
import type { ReportData } from '../../main/trials/report/report-data.ts';
import type { ReportDraft } from '../../shared/contract/reports.ts';
import type { Trial } from '../../shared/contract/trials.ts';
import { defaultEconomics } from '../../shared/domain/benefit.ts';
import type { ClassLabel } from '../../shared/domain/dataset.ts';
import type { TrialMethod, TrialPlan } from '../../shared/domain/trial.ts';

export const classes: readonly ClassLabel[] = [
  { name: 'OK', verdict: 'OK' },
  { name: 'キズ <b>', verdict: 'NG' },
];

export const plan: TrialPlan = {
  baseline: 'sgd',
  methods: ['sgd', 'samar-efficient'],
  budgets: ['epochs', 'time'],
  seeds: [0, 1, 2, 3, 4],
  preset: 'fast',
  advanced: {},
  labelNoise: 0.3,
  robustness: false,
};

/** Judgements of one training: how many of the first OK and NG images it gets wrong. */
export interface Wrong {
  readonly ok: number;
  readonly ng: number;
}
export type Outcome = (method: TrialMethod, seed: number) => Wrong;

const okImages = 40;
const ngImages = 60;
/** `[M]`: the OK images first. */
export const actual = Int32Array.from({ length: okImages + ngImages }, (_, image) => (image < okImages ? 0 : 1));

export function predictionsOf({ ok, ng }: Wrong): Int32Array {
  return actual.map((label, image) => {
    const place = label === 0 ? image : image - okImages;
    return place < (label === 0 ? ok : ng) ? 1 - label : label;
  });
}

export function finishedCells(made: TrialPlan, outcome: Outcome): FinishedCell[] {
  const timing = planTiming(made, 20, new Map(made.methods.map((method) => [method, 1])), 'CPU');
  return cellsOf(made, timing).map((cell, index) => {
    const predicted = predictionsOf(outcome(cell.method, cell.seed));
    const probabilities = Array.from(predicted, (label) => (label === 0 ? [0.9, 0.1] : [0.1, 0.9])).flat();
    return {
      ...cell,
      runId: index + 1,
      predicted,
      evaluation: evaluate(actual, probabilities, classes),
      memorised: 0.25,
      robustness: null,
      cost: {
        seconds: 60,
        gradientEvaluations: 100,
        watts: 80,
        wattsSource: 'assumed' as const,
        kilowattHours: 0.0013,
        yenPerKilowattHour: 31,
        yen: 0.04,
      },
    };
  });
}

export const draft: ReportDraft = {
  trialId: 7,
  method: 'samar-efficient',
  budget: 'time',
  language: 'ja',
  title: '外観検査 <モデル> の学習方法',
  recipient: '品質保証部長',
  author: '佐藤',
  department: '製造技術課',
  proposal: '再学習を "適応SAM" に変更したい。',
};

export function madeReport(outcome: Outcome, what: Partial<ReportDraft> = {}, made: TrialPlan = plan): ReportData {
  const timing = planTiming(made, 20, new Map(made.methods.map((method) => [method, 1])), 'CPU');
  const cells = finishedCells(made, outcome);
  const budgets = analyse({ plan: made, classes, actual, cells, failed: [], hasEnded: true });
  const full = { ...draft, ...what };
  const measured = measuredChange({ budgets }, made, full.budget, full.method);
  if (!measured) throw new Error('nothing was compared');
  const economics = {
    ...defaultEconomics,
    escapeCostYen: 10_000,
    overkillCostYen: 100,
    yenPerKilowattHour: 31,
    oneOffYen: 500_000,
  };
  const trial: Trial = {
    id: 7,
    projectId: 1,
    snapshotId: 1,
    name: '夜間の試行',
    plan: made,
    timing,
    status: 'done',
    createdAt: '2026-11-24T10:00:00.000Z',
    endedAt: '2026-11-25T04:00:00.000Z',
    cells: cells.map(({ method, budget, seed, epochs, runId }) => ({
      method,
      budget,
      seed,
      epochs,
      runId,
      status: 'done',
    })),
    done: cells.length,
    total: cells.length,
    secondsLeft: null,
    failure: null,
  };
  return {
    draft: full,
    source: '鋼板表面',
    trial,
    result: { trialId: 7, testImages: actual.length, ngImages, okImages, budgets },
    economics,
    measured,
    benefit: reckonBenefit(economics, measured),
    data: { digest: 'ab'.repeat(32), classes, train: 400, validation: 50, test: actual.length },
    recipe: { network: 'small', size: 64, batchSize: 32 },
    program: 'Narashi 0.1.0',
    createdAt: '2026-11-25T05:00:00.000Z',
  };
}

/** Better, alike and worse than the baseline for every seed. */
export const outcomes = {
  gain: (method, seed) => (method === 'sgd' ? { ok: 6 + (seed % 2), ng: 9 } : { ok: 2, ng: 2 + (seed % 2) }),
  none: (method, seed) => ({ ok: 3 + (method === 'sgd' ? seed % 2 : (seed + 1) % 2), ng: 3 }),
  loss: (method, seed) => (method === 'sgd' ? { ok: 2, ng: 2 + (seed % 2) } : { ok: 6 + (seed % 2), ng: 9 }),
} as const satisfies Record<string, Outcome>;
