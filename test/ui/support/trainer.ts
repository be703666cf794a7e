// A trainer in memory: a queue whose runs move only when the test says so, and curves of any length.
import type { Problem } from '../../../shared/contract/common.ts';
import type { CurvePoint, QueuedRun, TrainingChoice, training } from '../../../shared/contract/training.ts';
import { defaultRecipe } from '../../../shared/domain/recipe.ts';
import type { Emit, Implementation } from '../../../shared/rpc/contract.ts';

export const cpu = { name: 'AMD EPYC 9B14', provider: 'cpu', isGpu: false, threads: 2 };
export const gpu = { name: 'NVIDIA RTX A2000', provider: 'webgpu', isGpu: true, threads: 0 };

const presets = {
  fast: { network: 'tiny', size: 64, epochs: 20 },
  standard: { network: 'small', size: 96, epochs: 40 },
  accurate: { network: 'base', size: 160, epochs: 60 },
} as const;
const slowness = { fast: 1, standard: 4.4, accurate: 38 };
const passes = { sgd: 1, sam: 2, samar: 1.2 };

export interface TrainerState {
  images: { train: number; validation: number; test: number };
  /** Identity of the backbone that is proposed. */
  start: string | null;
  errors: Problem[];
  warnings: Problem[];
  device: typeof cpu;
  runs: QueuedRun[];
  readonly curves: Map<number, CurvePoint[]>;
  /** Choices of the trainings that were started. */
  readonly started: TrainingChoice[];
  forecastDelay: number;
}

export function makeTrainer(emit: Emit<typeof training>) {
  const state: TrainerState = {
    start: null,
    images: { train: 288, validation: 0, test: 72 },
    errors: [],
    warnings: [],
    device: cpu,
    runs: [],
    curves: new Map(),
    started: [],
    forecastDelay: 0,
  };

  function get(runId: number): QueuedRun {
    const run = state.runs.find((one) => one.runId === runId);
    if (!run) throw new Error(`no run ${runId}`);
    return run;
  }

  /** Changes a run and tells it. */
  function change(runId: number, what: Partial<QueuedRun>): QueuedRun {
    const changed = { ...get(runId), ...what };
    state.runs = state.runs.map((run) => (run.runId === runId ? changed : run));
    emit('changed', changed);
    return changed;
  }

  function addPoint(runId: number, point: CurvePoint): void {
    state.curves.set(runId, [...(state.curves.get(runId) ?? []), point]);
    emit('point', { runId, point });
  }

  function recipeOf({ preset, method, advanced }: TrainingChoice) {
    const { augmentation: _, ...given } = advanced;
    const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const isProposed = state.start !== null && given.network === `backbone:${state.start}`;
    const part = isProposed ? { fineTune: 'head' as const } : {};
    return { ...defaultRecipe(method), ...presets[preset], ...part, ...set };
  }

  const service: Implementation<typeof training> = {
    check: () => ({
      errors: state.errors,
      warnings: state.warnings,
      trainImages: state.images.train,
      start: state.start,
      validationImages: state.images.validation,
      testImages: state.images.test,
      device: state.device,
    }),
    recipe: recipeOf,
    forecast: async (choice, { signal }) => {
      await new Promise((resolve) => setTimeout(resolve, state.forecastDelay));
      signal.throwIfAborted();
      const { epochs } = recipeOf(choice);
      const seconds = epochs * slowness[choice.preset] * passes[choice.method] * 0.9;
      const kilowattHours = (seconds / 3600) * 0.08;
      return {
        seconds,
        low: seconds * 0.8,
        high: seconds * 1.35,
        kilowattHours,
        yen: kilowattHours * 31,
        steps: epochs * 9,
        epochs,
        images: state.images.train,
        basis: 'measured' as const,
      };
    },
    start: (choice) => {
      state.started.push(choice);
      const runId = 1 + Math.max(0, ...state.runs.map((run) => run.runId));
      const run = queued(runId, { preset: choice.preset, method: choice.method, epochs: recipeOf(choice).epochs });
      state.runs = [...state.runs, run];
      emit('changed', run);
      return run;
    },
    queue: () => state.runs,
    get: ({ runId }) => get(runId),
    pause: ({ runId }) => change(runId, { status: 'stopped', phase: 'waiting', secondsLeft: null }),
    resume: ({ runId }) => change(runId, { status: 'queued', phase: 'waiting' }),
    stop: ({ runId }) => change(runId, { status: 'stopped', phase: 'ended', secondsLeft: null }),
    first: ({ runId }) => {
      state.runs = [get(runId), ...state.runs.filter((run) => run.runId !== runId)];
      return get(runId);
    },
    curves: ({ runId }) => state.curves.get(runId) ?? [],
  };
  return { state, service, change, addPoint };
}

/** A run that waits; `what` says what is different. */
export function queued(runId: number, what: Partial<QueuedRun> = {}): QueuedRun {
  return {
    runId,
    projectId: 1,
    projectName: '旋盤加工品の外観',
    status: 'queued',
    phase: 'waiting',
    preset: 'standard',
    method: 'samar',
    network: 'small',
    epochs: 40,
    epoch: 0,
    step: 0,
    stepsPerEpoch: 9,
    imagesPerSecond: null,
    secondsLeft: null,
    seconds: 0,
    createdAt: '2026-11-24T01:20:00.000Z',
    device: null,
    lostDevice: null,
    failure: null,
    ...what,
  };
}

/** Curves as a training draws them, `steps` points long: an epoch's accuracies come at the place of its last step. */
export function curvePoints(steps: number, epochs: number, sharpens = true): CurvePoint[] {
  return Array.from({ length: steps }, (_, index) => pointAt(index, steps, epochs, sharpens)).flatMap((point) => {
    if (!Number.isInteger(point.at)) return [point];
    const way = point.at / epochs;
    const [accuracy, validationAccuracy] = [1 - 0.62 * Math.exp(-4 * way), 0.97 - 0.6 * Math.exp(-3.6 * way)];
    return [point, { ...point, accuracy, validationAccuracy }];
  });
}

/** The point of one step. */
export function pointAt(index: number, steps: number, epochs: number, sharpens = true): CurvePoint {
  const way = (index + 1) / steps;
  const noise = Math.sin(index * 12.9898) * 43758.5453;
  const jitter = noise - Math.floor(noise) - 0.5;
  const exact = index % 16 === 0;
  return {
    at: ((index + 1) * epochs) / steps,
    loss: Math.max(0.01, 0.06 + 1.1 * Math.exp(-4 * way) + jitter * 0.25 * (1.1 - way)),
    accuracy: null,
    validationAccuracy: null,
    sharpness: sharpens && exact ? Math.max(0, 0.05 + 0.05 * Math.sin(4 * way) + jitter * 0.02) : null,
    lambda: sharpens && exact ? 1 + 0.35 * way + jitter * 0.02 : null,
  };
}
