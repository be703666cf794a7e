// Writes what a training says into the store: the one place where rows of a running attempt come from.
import { rm } from 'node:fs/promises';
import type { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Evaluation } from '../../../shared/domain/evaluation.ts';
import type { RunFailure, RunOutcome } from '../../../shared/domain/run.ts';
import { readResult, type SplitResult } from '../result-file.ts';
import { checkpointPath, resultPath } from '../run-files.ts';
import type { EventOf, exportedFile, TrainEvent } from '../train-messages.ts';
import { EnergyMeter } from './energy-meter.ts';
import { addCost, type Electricity } from './run-cost.ts';
import type { Workplace } from './workplace.ts';

export interface FinishedRun {
  /** Null without test images. */
  readonly evaluation: Evaluation | null;
  readonly exported: z.infer<typeof exportedFile> | null;
}

export class RunRecorder {
  readonly #place: Workplace;
  readonly #runId: number;
  readonly #electricity: Electricity;
  readonly #now: () => number;
  readonly #meter: Pick<EnergyMeter, 'kilowattHours'> | null;
  readonly #started: number;
  readonly #earlier;
  #begun = false;
  #gradientEvaluations: number | null = null;
  #finished: FinishedRun | undefined;

  constructor(
    place: Workplace,
    runId: number,
    electricity: Electricity,
    now: () => number = () => performance.now(),
    meter: Pick<EnergyMeter, 'kilowattHours'> | null = EnergyMeter.open(),
  ) {
    this.#place = place;
    this.#runId = runId;
    this.#electricity = electricity;
    this.#now = now;
    this.#meter = meter;
    this.#started = now();
    this.#earlier = place.store.costs.get(runId);
  }

  /** What the run came to, once it is done. */
  get finished(): FinishedRun | undefined {
    return this.#finished;
  }

  /** Seconds of work on the run so far, over all its attempts. */
  get seconds(): number {
    return (this.#earlier?.seconds ?? 0) + this.#elapsed;
  }

  /** The event is committed on return; a result, which is read from a file, once the promise resolves. @throws NarashiError store.* */
  record(event: TrainEvent): Promise<void> | undefined {
    const { store } = this.#place;
    switch (event.type) {
      case 'begun':
        store.runs.start(this.#runId, event.environment);
        this.#begun = true;
        return;
      case 'initial':
        store.runs.setInitialWeights(this.#runId, event.digest);
        return;
      case 'parts': {
        const { projectId } = store.runs.get(this.#runId);
        const { images, batchSize } = event;
        store.activity.record({ kind: 'run.in-parts', projectId, runId: this.#runId, data: { images, batchSize } });
        return;
      }
      case 'exact': {
        const { projectId } = store.runs.get(this.#runId);
        const { executor, percent } = event;
        store.transaction(() => {
          store.runs.setExecutor(this.#runId, executor);
          store.activity.record({ kind: 'run.in-float32', projectId, runId: this.#runId, data: { percent } });
        });
        return;
      }
      case 'epoch':
        store.transaction(() => {
          store.epochs.record(this.#runId, event.metrics);
          this.#recordCost(event.gradientEvaluations);
        });
        return;
      case 'checkpoint':
        this.#recordCost(event.gradientEvaluations);
        return;
      case 'result':
        return this.#finish(event);
    }
    return;
  }

  /** Ends an attempt that gave no result. */
  end(outcome: Exclude<RunOutcome, 'done'>, error?: unknown): void {
    const { store } = this.#place;
    const failure = error === undefined ? null : failureOf(error);
    store.transaction(() => {
      if (this.#begun) {
        store.runs.end(this.#runId, outcome, failure);
        this.#recordCost(null);
        return;
      }
      // Not begun: perhaps another process trains it, and its attempt is not ours to end.
      const { status } = store.runs.get(this.#runId);
      if (status !== 'queued' && status !== 'interrupted') return;
      if (outcome === 'failed') store.runs.giveUp(this.#runId, failure);
      else if (outcome === 'stopped') store.runs.cancel(this.#runId);
    });
  }

  /** All of a result and the end of the run, in one transaction: killed before it, the run judges and exports again. */
  async #finish({ tested, exported, checkpoint, memorised, gradientEvaluations }: EventOf<'result'>): Promise<void> {
    const { store } = this.#place;
    const folder = this.#place.runFolder(this.#runId);
    const results = tested ? await readResult(resultPath(folder)) : [];
    store.transaction(() => {
      if (exported) {
        const { path, bytes, sha256, parity } = exported;
        store.artefacts.record(this.#runId, { kind: 'export', path, bytes, sha256, metadata: { parity } });
      }
      if (checkpoint) {
        const draft = { kind: 'checkpoint', path: checkpointPath(folder), ...checkpoint, metadata: {} } as const;
        store.artefacts.record(this.#runId, draft);
      }
      for (const result of results) this.#recordJudgements(result);
      if (memorised !== null) store.runs.setMemorised(this.#runId, memorised);
      this.#recordCost(gradientEvaluations);
      store.runs.end(this.#runId, 'done');
    });
    await rm(resultPath(folder), { force: true });
    const test = results.find(({ split }) => split === 'test');
    this.#finished = { evaluation: test?.evaluation ?? null, exported };
  }

  #recordJudgements({ split, evaluation, imageIds, predicted, probabilities }: SplitResult): void {
    const { store } = this.#place;
    const { snapshotId } = store.runs.get(this.#runId);
    const { id } = store.evaluations.record({ runId: this.#runId, snapshotId, split }, evaluation);
    store.predictions.record(
      id,
      imageIds.map((imageId, index) => ({
        imageId,
        predicted: predicted[index] ?? 0,
        probabilities: Float32Array.from(probabilities[index] ?? []),
      })),
    );
  }

  get #elapsed(): number {
    return (this.#now() - this.#started) / 1000;
  }

  #recordCost(gradientEvaluations: number | null): void {
    this.#gradientEvaluations = gradientEvaluations ?? this.#gradientEvaluations;
    const attempt = {
      seconds: this.#elapsed,
      gradientEvaluations: this.#gradientEvaluations,
      kilowattHours: this.#meter?.kilowattHours ?? null,
    };
    this.#place.store.costs.record(this.#runId, addCost(this.#earlier, attempt, this.#electricity));
  }
}

/** An error as a run keeps it. */
export function failureOf(error: unknown): RunFailure {
  const code = error instanceof NarashiError ? error.code : null;
  return { code, message: error instanceof Error ? error.message : String(error) };
}
