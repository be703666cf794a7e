// A training run: what was asked, where and how often it ran, what it measured, produced and cost.
import type { TrainingPreset } from '../contract/training.ts';
import type { ClassCount, Dataset, Snapshot } from './dataset.ts';
import type { EvaluationRecord } from './evaluation.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

export type RunStatus = 'queued' | 'running' | 'stopped' | 'failed' | 'done' | 'interrupted';
export const runStatuses = ['queued', 'running', 'stopped', 'failed', 'done', 'interrupted'] as const;

/** How a running attempt ends. `interrupted`: its process died (power, crash, kill). */
export type RunOutcome = 'stopped' | 'failed' | 'done' | 'interrupted';
export const runOutcomes = ['stopped', 'failed', 'done', 'interrupted'] as const;

/** Which status may follow which: everything but `done` can be taken up again from its checkpoint. */
export const nextStatuses: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  queued: ['running', 'stopped', 'failed'],
  running: ['done', 'stopped', 'failed', 'interrupted'],
  stopped: ['queued', 'running'],
  failed: ['queued', 'running'],
  interrupted: ['queued', 'running', 'stopped', 'failed'],
  done: [],
};

/** What a run was asked to do; never changes afterwards. */
export type RunDraft = {
  readonly snapshotId: number;
  readonly network: string;
  readonly method: string;
  /** Non-negative safe integer; everything random in the run derives from it. */
  readonly seed: number;
  /** All of them, defaults written out: a plain JSON object (finite numbers, no undefined). */
  readonly hyperParameters: object;
  /** Absent for runs of the command line. */
  readonly projectId?: number | null;
  /** What the user chose in the app; absent where every setting was given. */
  readonly preset?: TrainingPreset | null;
};

/** What an attempt ran on. */
export type RunEnvironment = {
  /** Such as `cpu` or the GPU's name. */
  readonly device: string;
  /** Such as `ort-cpu` or `tfjs`. */
  readonly executor: string;
  readonly narashi: string;
  readonly onnxruntime: string;
  readonly node: string;
  /** Commit or build the code came from. */
  readonly codeVersion: string;
};

/** One start or resumption of a run, up to its end. */
export type RunAttempt = RunEnvironment & {
  readonly number: number;
  readonly pid: number;
  readonly host: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: RunOutcome | null;
};

/** Why a run failed: the error's code where it has one, and its English sentence. */
export type RunFailure = { readonly code: string | null; readonly message: string };

export type Run = {
  readonly id: number;
  readonly status: RunStatus;
  readonly snapshotId: number;
  readonly network: string;
  readonly method: string;
  readonly seed: number;
  readonly hyperParameters: JsonObject;
  /** SHA-256 of the weights before the first step; null until the first start. */
  readonly initialWeights: string | null;
  readonly createdAt: string;
  /** First start. */
  readonly startedAt: string | null;
  /** Last end; null while queued for the first time or running. */
  readonly endedAt: string | null;
  /** Starts after the first. */
  readonly resumeCount: number;
  readonly failure: RunFailure | null;
  /** Null for runs of the command line. */
  readonly projectId: number | null;
  readonly preset: TrainingPreset | null;
  /** The user's own words about it. */
  readonly note: string;
  /** Lower numbers are trained first; equal ones in order of id. */
  readonly queuePosition: number;
  /** A stopped or failed run that still stands in the queue: paused rather than taken out of it. */
  readonly isListed: boolean;
  /** Of the training labels made wrong on purpose, the share the finished network repeats; null where none were. */
  readonly memorised: number | null;
};

/** One epoch's figures. Null: not measured, or not a finite number. */
export type EpochMetrics = {
  /** 1, 2, … */
  readonly epoch: number;
  /** Mean clean loss over the training images. */
  readonly loss: number | null;
  readonly perturbedLoss: number | null;
  readonly sharpness: number | null;
  readonly lambda: number | null;
  readonly rho: number | null;
  readonly learningRate: number | null;
  readonly gradientNorm: number | null;
  readonly trainAccuracy: number | null;
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  readonly validationBalancedAccuracy: number | null;
  readonly seconds: number;
  readonly imagesPerSecond: number | null;
  /** Steps, or ascents of steps, left out because their numbers were not finite. */
  readonly skippedSteps: number;
};

export type ArtefactKind = 'checkpoint' | 'model' | 'export' | 'report';
export const artefactKinds = ['checkpoint', 'model', 'export', 'report'] as const;

/** A file a run produced. */
export type ArtefactDraft = {
  readonly kind: ArtefactKind;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly metadata: object;
};

export type Artefact = {
  readonly id: number;
  readonly runId: number;
  readonly kind: ArtefactKind;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly metadata: JsonObject;
  readonly createdAt: string;
};

/** What a run cost so far, over all its attempts. */
export type RunCost = {
  readonly seconds: number;
  /** One unit = the gradient of one batch. */
  readonly gradientEvaluations: number;
  readonly watts: number;
  readonly wattsSource: WattsSource;
  readonly kilowattHours: number;
  readonly yenPerKilowattHour: number;
  readonly yen: number;
};

export type WattsSource = 'measured' | 'assumed';
export const wattsSources = ['measured', 'assumed'] as const;

/** One line of the list of runs. */
export type RunSummary = {
  readonly id: number;
  readonly status: RunStatus;
  readonly dataset: string | null;
  readonly snapshotDigest: string;
  readonly network: string;
  readonly method: string;
  readonly seed: number;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly resumeCount: number;
  /** Epochs recorded. */
  readonly epochs: number;
  readonly bestValidationBalancedAccuracy: number | null;
  /** From the latest evaluation on the test split. */
  readonly testAccuracy: number | null;
  readonly testEscape: number | null;
  readonly testOverkill: number | null;
  readonly seconds: number | null;
  readonly yen: number | null;
  readonly projectId: number | null;
  readonly projectName: string | null;
  readonly note: string;
};

/** Everything known about a run, and all that is needed to repeat it. */
export type RunDetails = {
  readonly run: Run;
  readonly attempts: readonly RunAttempt[];
  readonly snapshot: Snapshot;
  /** The data sets whose import gave this snapshot. */
  readonly datasets: readonly Dataset[];
  readonly counts: readonly ClassCount[];
  readonly epochs: readonly EpochMetrics[];
  readonly evaluations: readonly EvaluationRecord[];
  readonly artefacts: readonly Artefact[];
  readonly cost: RunCost | null;
};
