// Trials in memory: one with a clear gain, one without a measurable gain, one under way, one that cannot go on. They move
// only when the test says so.
import type { Problem } from '../../../shared/contract/common.ts';
import type { Trial, TrialCell, TrialDraft, trials } from '../../../shared/contract/trials.ts';
import { defaultEconomics, type Economics } from '../../../shared/domain/benefit.ts';
import type { TrialBudget, TrialPlan } from '../../../shared/domain/trial.ts';
import type { Emit, Implementation } from '../../../shared/rpc/contract.ts';
import { measuredChange, reckon } from './trial-benefit.ts';
import { budgetResult, type Failed, ngImages, type Outcomes, okImages } from './trial-results.ts';

const plan: TrialPlan = {
  baseline: 'sgd',
  methods: ['sgd', 'sam', 'samar-efficient'],
  budgets: ['epochs', 'time'],
  seeds: [1, 2, 3, 4, 5],
  preset: 'standard',
  advanced: {},
  labelNoise: 0,
  robustness: false,
};

const sgd = { misses: [9, 8, 10, 9, 8], alarms: [6, 7, 5, 6, 7], seconds: 158, memorised: 0.71 };
const gain: Record<TrialBudget, Outcomes> = {
  epochs: {
    sgd,
    sam: { misses: [5, 5, 6, 6, 4], alarms: [4, 4, 3, 4, 5], seconds: 316, memorised: 0.36 },
    'samar-efficient': { misses: [5, 4, 6, 5, 4], alarms: [4, 5, 4, 3, 5], seconds: 190, memorised: 0.4 },
  },
  time: {
    sgd,
    sam: { misses: [8, 9, 9, 8, 9], alarms: [6, 6, 6, 5, 7], seconds: 158, memorised: 0.52 },
    'samar-efficient': { misses: [6, 5, 6, 6, 5], alarms: [5, 5, 4, 4, 5], seconds: 159, memorised: 0.44 },
  },
};
const clean = {
  sgd: { misses: [2, 1, 2, 1, 2], alarms: [2, 1, 2, 2, 1], seconds: 158 },
  sam: { misses: [2, 2, 1, 1, 2], alarms: [1, 2, 2, 1, 2], seconds: 316 },
  'samar-efficient': { misses: [1, 2, 2, 1, 2], alarms: [2, 2, 1, 1, 2], seconds: 190 },
} satisfies Outcomes;
const begun = {
  sgd: { misses: [2, 1, 2], alarms: [2, 1, 2], seconds: 158 },
  sam: { misses: [2, 2], alarms: [1, 2], seconds: 316 },
  'samar-efficient': { misses: [1, 2], alarms: [2, 2], seconds: 190 },
} satisfies Outcomes;

interface Kept {
  readonly trial: Trial;
  readonly outcomes: Record<TrialBudget, Outcomes>;
  readonly failed: Failed;
}

/** Cells in order of budget, method, seed; each with what became of it. */
function cellsOf(
  { methods, budgets, seeds }: TrialPlan,
  outcomes: Record<TrialBudget, Outcomes>,
  next?: 'running' | 'failed',
) {
  let told = next === undefined;
  return budgets.flatMap((budget) =>
    methods.flatMap((method, row) =>
      seeds.map((seed, column): TrialCell => {
        const done = column < (outcomes[budget][method]?.misses.length ?? 0);
        const here = !done && !told;
        told ||= here;
        const status = done ? 'done' : here && next ? next : 'waiting';
        // The baseline is the same training under both budgets.
        const run = 10 + (method === 'sgd' ? 0 : row * 10 + (budget === 'time' ? 30 : 0)) + seed;
        const epochs = budget === 'epochs' || method === 'sgd' ? 40 : method === 'sam' ? 20 : 33;
        return { method, budget, seed, epochs, runId: status === 'waiting' ? null : run, status };
      }),
    ),
  );
}

function kept(
  id: number,
  name: string,
  outcomes: Kept['outcomes'],
  what: Partial<Trial> = {},
  next?: 'running' | 'failed',
): Kept {
  const made = { ...plan, ...what.plan };
  const trial: Trial = {
    id,
    projectId: 1,
    snapshotId: 4,
    name,
    timing: {
      device: 'AMD EPYC 9B14',
      methods: [
        { method: 'sgd', secondsPerEpoch: 3.9, epochs: { epochs: 40, time: 40 } },
        { method: 'sam', secondsPerEpoch: 7.8, epochs: { epochs: 40, time: 20 } },
        { method: 'samar-efficient', secondsPerEpoch: 4.7, epochs: { epochs: 40, time: 33 } },
      ],
    },
    status: 'done',
    createdAt: `2026-11-2${id}T09:10:00.000Z`,
    endedAt: `2026-11-2${id}T11:40:00.000Z`,
    cells: cellsOf(made, outcomes, next),
    done: 25,
    total: 25,
    secondsLeft: null,
    failure: null,
    ...what,
    plan: made,
  };
  return { trial, outcomes, failed: next === 'failed' ? { sgd: 1 } : {} };
}

const running = { status: 'running', endedAt: null, done: 7, secondsLeft: 4_380 } as const;
const full: Problem = { code: 'store.disk-full', data: { path: 'D:\\検査' } };
const halted = { status: 'paused', endedAt: null, done: 8, failure: full } as const;

/** Made anew for every test. */
export const exampleTrials = () => ({
  running: kept(4, '夜間の試行', { epochs: begun, time: {} }, running, 'running'),
  gain: kept(3, '標準 SGD と適応 SAM（ラベル間違い30%）', gain, {
    plan: { ...plan, labelNoise: 0.3, robustness: true },
  }),
  none: kept(2, '標準 SGD と適応 SAM（通常のラベル）', { epochs: clean, time: clean }),
  failed: kept(1, '新しい照明での比較', { epochs: begun, time: {} }, halted, 'failed'),
});

export interface TrialsState {
  kept: Kept[];
  economics: Economics;
  warnings: Problem[];
  errors: Problem[];
  readonly started: TrialDraft[];
  readonly forecasts: TrialPlan[];
}

export function makeTrials(emit: Emit<typeof trials>) {
  const state: TrialsState = {
    kept: Object.values(exampleTrials()),
    economics: { ...defaultEconomics, escapeCostYen: 10_000, overkillCostYen: 100, yenPerKilowattHour: 31 },
    warnings: [],
    errors: [],
    started: [],
    forecasts: [],
  };

  function get(trialId: number): Kept {
    const found = state.kept.find(({ trial }) => trial.id === trialId);
    if (!found) throw new Error(`no trial ${trialId}`);
    return found;
  }

  /** Changes a trial and tells it. */
  function change(trialId: number, what: Partial<Trial>, outcomes?: Kept['outcomes']): Trial {
    const old = get(trialId);
    const trial = { ...old.trial, ...what };
    state.kept = state.kept.map((one) => (one === old ? { ...old, trial, outcomes: outcomes ?? old.outcomes } : one));
    emit('changed', trial);
    return trial;
  }

  const resultOf = (one: Kept, budget: TrialBudget) =>
    budgetResult(budget, one.trial.plan, one.outcomes[budget], one.failed);

  const service: Implementation<typeof trials> = {
    forecast: ({ plan: asked }) => {
      state.forecasts.push(asked);
      const trainings = asked.seeds.length * (1 + (asked.methods.length - 1) * asked.budgets.length);
      const seconds = trainings * 170;
      const kilowattHours = (seconds / 3600) * 0.08;
      const { warnings, errors } = state;
      return { trainings, seconds, kilowattHours, yen: kilowattHours * 31, testImages: 120, warnings, errors };
    },
    start: (draft) => {
      state.started.push(draft);
      const id = 1 + Math.max(0, ...state.kept.map(({ trial }) => trial.id));
      const fresh = kept(id, draft.name, { epochs: {}, time: {} }, { ...running, plan: draft.plan, timing: null });
      state.kept = [{ ...fresh, trial: { ...fresh.trial, done: 0, secondsLeft: null } }, ...state.kept];
      return get(id).trial;
    },
    list: () => state.kept.map(({ trial }) => trial),
    get: ({ trialId }) => get(trialId).trial,
    pause: ({ trialId }) => change(trialId, { status: 'paused' }),
    resume: ({ trialId }) => change(trialId, { status: 'running', failure: null }),
    stop: ({ trialId }) => change(trialId, { status: 'stopped', failure: null }),
    result: ({ trialId }) => {
      const one = get(trialId);
      if (!one.trial.timing) throw new Error('asked for a result before the methods were timed');
      const budgets = one.trial.plan.budgets.map((budget) => resultOf(one, budget));
      return { trialId, testImages: ngImages + okImages, ngImages, okImages, budgets };
    },
    economics: () => state.economics,
    setEconomics: ({ economics }) => {
      state.economics = economics;
      return economics;
    },
    benefit: ({ trialId, method, budget, economics = state.economics }) => {
      const one = get(trialId);
      const measured = measuredChange(resultOf(one, budget), method, one.trial.plan);
      return { economics, measured, benefit: reckon(economics, measured) };
    },
    active: () => state.kept.map(({ trial }) => trial).filter(({ status }) => status === 'running'),
  };
  return { state, service, change };
}
