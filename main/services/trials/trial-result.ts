// The figures of a trial, read from its finished runs; what a run came to never changes, so it is read once.
import type { TrialResult } from '../../../shared/contract/trials.ts';
import type { ClassLabel } from '../../../shared/domain/dataset.ts';
import type { Evaluation } from '../../../shared/domain/evaluation.ts';
import type { TrialRecord } from '../../store/index.ts';
import { analyse, type FinishedCell } from '../../trials/analysis.ts';
import { latestTest } from '../judged-images.ts';
import type { Workspace } from '../workspace.ts';
import { sweepScore } from './sweeps.ts';
import { plannedTrainings } from './trial-setup.ts';
import { isOver } from './trial-view.ts';

interface JudgedRun {
  readonly evaluation: Evaluation;
  /** By identity of the image, ascending: the same order for every run of a snapshot. */
  readonly actual: Int32Array;
  readonly predicted: Int32Array;
}

/** Runs whose judgements are kept in memory: those of the largest trial. */
const KEPT = 250;

export class TrialResults {
  readonly #workspace: Workspace;
  readonly #judged = new Map<number, JudgedRun>();
  readonly #scores = new Map<number, number>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  of(trial: TrialRecord): TrialResult {
    const { store } = this.#workspace;
    const { classes } = store.snapshots.get(trial.snapshotId);
    const cells: FinishedCell[] = [];
    const failed: Pick<FinishedCell, 'method' | 'budget'>[] = [];
    let actual: ArrayLike<number> = [];
    for (const training of plannedTrainings(this.#workspace, trial)) {
      if (training.runId === null) continue;
      const { status, memorised } = store.runs.get(training.runId);
      if (status === 'failed') failed.push(...training.cells);
      const judged = status === 'done' ? this.#judgedRun(training.runId) : undefined;
      if (!judged) continue;
      actual = judged.actual;
      const { runId } = training;
      const found = {
        ...judged,
        runId,
        memorised,
        robustness: this.#score(runId),
        cost: store.costs.get(runId) ?? null,
      };
      for (const cell of training.cells) cells.push({ ...cell, ...found });
    }
    const { plan } = trial;
    const budgets = analyse({ plan, classes, actual, cells, failed, hasEnded: isOver(trial) });
    return { trialId: trial.id, ...testCounts(actual, classes), budgets };
  }

  /** Of the run's newest shop-floor sweep; null where there is none yet. */
  #score(runId: number): number | null {
    const known = this.#scores.get(runId);
    if (known !== undefined) return known;
    const score = sweepScore(this.#workspace, runId);
    if (score !== null) this.#scores.set(runId, score);
    return score;
  }

  #judgedRun(runId: number): JudgedRun | undefined {
    const known = this.#judged.get(runId);
    if (known) return known;
    const { evaluations, predictions } = this.#workspace.store;
    const evaluation = latestTest(evaluations.list(runId));
    if (!evaluation) return undefined;
    const images = [...predictions.list(evaluation.id)];
    const judged = {
      evaluation: evaluation.result,
      actual: Int32Array.from(images, ({ actual }) => actual),
      predicted: Int32Array.from(images, ({ predicted }) => predicted),
    };
    this.#judged.set(runId, judged);
    for (const oldest of this.#judged.keys()) {
      if (this.#judged.size <= KEPT) break;
      this.#judged.delete(oldest);
    }
    return judged;
  }
}

function testCounts(actual: ArrayLike<number>, classes: readonly ClassLabel[]) {
  const isNg = (label: number) => classes[label]?.verdict === 'NG';
  const ngImages = Array.from({ length: actual.length }, (_, image) => actual[image] ?? 0).filter(isNg).length;
  return { testImages: actual.length, ngImages, okImages: actual.length - ngImages };
}
