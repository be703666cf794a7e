// Trials in the app: each puts its next training into the queue when the one before has ended, through restarts and failures.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ActivityDraft } from '../../../shared/contract/history.ts';
import { toProblem } from '../../../shared/contract/problem.ts';
import type { Trial } from '../../../shared/contract/trials.ts';
import type { Run } from '../../../shared/domain/run.ts';
import type { StartChild } from '../../jobs/control/child.ts';
import type { RunNews } from '../../jobs/control/endings.ts';
import type { TrainingQueue } from '../../jobs/control/queue.ts';
import { failureOf } from '../../jobs/control/run-recorder.ts';
import type { TrialRecord } from '../../store/index.ts';
import { logged } from '../activity.ts';
import type { AppContext } from '../context.ts';
import { isConcluded, isObstructed, trainingFailed } from './concluded.ts';
import { owedSweeps } from './sweeps.ts';
import { createTrialRun, ensureTiming, plannedTrainings } from './trial-setup.ts';
import { isOver, trialView } from './trial-view.ts';

export interface TrialRunnerParts {
  readonly queue: TrainingQueue;
  readonly startChild: StartChild;
  readonly log: (line: string) => void;
  /** Asks for the shop-floor sweep of a finished training, which comes before the next training. */
  readonly sweep: (runId: number) => void;
  /** Methods were timed; studies that waited for that may go on. */
  readonly onTimed?: () => void;
}

export class TrialRunner {
  readonly #context: AppContext;
  readonly #parts: TrialRunnerParts;
  readonly #closing = new AbortController();
  /** Trials whose methods are being timed: one at a time, or they would time each other. */
  #timing: { readonly trialId: number; readonly stop: AbortController; readonly settled: Promise<void> } | undefined;

  constructor(context: AppContext, parts: TrialRunnerParts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** Trials that were under way go on. Call it once the queue is open. */
  open(): void {
    this.#advanceAll();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#timing?.settled;
  }

  /** A trial has been recorded. */
  added(id: number): Trial {
    this.#advance(id);
    return this.view(id);
  }

  /** @throws NarashiError trials.not-found */
  view(id: number): Trial {
    return trialView(this.#context.workspace, this.#trials.get(id));
  }

  /** Lets the present training keep a checkpoint; nothing more is trained until it is resumed. */
  async pause(id: number): Promise<Trial> {
    const trial = this.#under(id);
    if (trial.status === 'paused') return this.view(id);
    this.#setStatus(trial, 'paused', 'trial.paused');
    await this.#stopTiming(id);
    await this.#present(trial, ['queued', 'running'], (runId) => this.#parts.queue.pause(runId));
    return this.#tell(id);
  }

  async resume(id: number): Promise<Trial> {
    const trial = this.#under(id);
    if (trial.status === 'running') return this.view(id);
    this.#setStatus(trial, 'running', 'trial.resumed');
    this.#advance(id);
    return this.#tell(id);
  }

  /** Ends it for good; finished trainings stay and count. */
  async stop(id: number): Promise<Trial> {
    const trial = this.#under(id);
    this.#setStatus(trial, 'stopped', 'trial.stopped');
    await this.#stopTiming(id);
    await this.#present(trial, ['queued', 'running', 'stopped'], (runId) => this.#parts.queue.stop(runId));
    return this.#tell(id);
  }

  /** What the queue says of a run: the trial it belongs to goes on, or pauses with it. */
  follow(news: RunNews, run: Run): void {
    const { id: runId } = run;
    const trialId = this.#trials.ofRun(runId);
    if (trialId === undefined) return;
    const trial = this.#trials.get(trialId);
    if (trial.status === 'running' && (news === 'paused' || news === 'stopped')) {
      this.#setStatus(trial, 'paused', 'trial.paused');
    }
    if (trial.status === 'paused' && news === 'resumed') this.#setStatus(trial, 'running', 'trial.resumed');
    if (trial.status === 'running' && isObstructed(run)) this.#fail(trial, trainingFailed(run));
    else if (news === 'done' || news === 'failed') this.#advance(trialId);
    this.#tell(trialId);
  }

  /** Methods are being timed: nothing else may compute. */
  get isTiming(): boolean {
    return this.#timing !== undefined;
  }

  /** The queue has begun or ended to work: methods are timed while nothing else is trained. */
  followBusy(isBusy: boolean): void {
    if (!isBusy) this.#advanceAll();
  }

  get #trials() {
    return this.#context.workspace.store.trials;
  }

  #advanceAll(): void {
    for (const { id, projectId } of this.#trials.list({ status: 'running' }).reverse()) {
      // Those of the command line are trained there.
      if (projectId !== null) this.#advance(id);
    }
  }

  /** Times the methods, or puts the next training into the queue, or ends the trial; nothing where it waits already. */
  #advance(id: number): void {
    const trial = this.#trials.get(id);
    if (trial.status !== 'running' || this.#closing.signal.aborted) return;
    try {
      if (!trial.timing) this.#time(trial);
      else this.#train(trial);
    } catch (error) {
      this.#fail(trial, error);
    }
  }

  #train(trial: TrialRecord): void {
    const { runs } = this.#context.workspace.store;
    const trainings = plannedTrainings(this.#context.workspace, trial).map((training) => ({
      training,
      run: training.runId === null ? undefined : runs.get(training.runId),
    }));
    const next = trainings.find(({ run }) => !run || !isConcluded(run));
    const sweeps = owedSweeps(this.#context.workspace, trial);
    for (const runId of sweeps.unasked) this.#parts.sweep(runId);
    if (sweeps.unasked.length > 0 || (!next && sweeps.isUnderWay)) return;
    if (!next) {
      this.#setStatus(trial, 'done', 'trial.done');
      this.#tell(trial.id);
      return;
    }
    const { training, run } = next;
    if (!run) {
      this.#parts.queue.added(createTrialRun(this.#context.workspace, trial, training));
      const { projectId } = trial;
      if (projectId !== null) this.#context.emit.projects('changed', { projectId });
    } else if (run.status === 'stopped' || run.status === 'failed') {
      void this.#parts.queue.resume(run.id).catch((error: unknown) => this.#fail(trial, error));
    }
  }

  #time(trial: TrialRecord): void {
    if (this.#timing || this.#parts.queue.isBusy || this.#parts.queue.isHeld) return;
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.#closing.signal]);
    const settled = ensureTiming(this.#context.workspace, trial, this.#parts.startChild, signal)
      .then(
        () => undefined,
        (error: unknown) => {
          if (!signal.aborted) this.#fail(trial, error);
        },
      )
      .then(() => {
        this.#timing = undefined;
        this.#parts.onTimed?.();
        if (this.#closing.signal.aborted) return;
        this.#tell(trial.id);
        this.#advanceAll();
      });
    this.#timing = { trialId: trial.id, stop, settled };
  }

  async #stopTiming(id: number): Promise<void> {
    if (this.#timing?.trialId !== id) return;
    this.#timing.stop.abort();
    await this.#timing.settled;
  }

  /** Does something to the training under way, if it is in one of these states. */
  async #present(
    trial: TrialRecord,
    statuses: readonly Run['status'][],
    act: (runId: number) => Promise<unknown>,
  ): Promise<void> {
    const { runs } = this.#context.workspace.store;
    for (const { runId } of plannedTrainings(this.#context.workspace, trial)) {
      if (runId !== null && statuses.includes(runs.get(runId).status)) await act(runId);
    }
  }

  #fail(trial: TrialRecord, error: unknown): void {
    const { id, name } = trial;
    const { code, message } = failureOf(error);
    this.#parts.log(`trial ${id} cannot go on: ${message}`);
    const problem = toProblem(
      error instanceof NarashiError ? error : new NarashiError('jobs.crashed', { kind: 'trial', reason: message }),
    );
    try {
      logged(this.#context, (log) => {
        this.#trials.setStatus(id, 'paused', problem);
        const data = { trial: id, name, code: code ?? '', message };
        log({ kind: 'trial.failed', projectId: trial.projectId, data });
      });
    } catch (unwritten) {
      // The disk may be full; the trial is taken up again at the next start.
      this.#parts.log(`trial ${id}: ${String(unwritten)}`);
    }
    this.#tell(id);
  }

  #setStatus(
    { id, name, projectId }: TrialRecord,
    status: TrialRecord['status'],
    kind: Extract<ActivityDraft['kind'], 'trial.paused' | 'trial.resumed' | 'trial.stopped' | 'trial.done'>,
  ): void {
    logged(this.#context, (log) => {
      this.#trials.setStatus(id, status);
      log({ kind, projectId, data: { trial: id, name } });
    });
  }

  /** @throws NarashiError trials.not-found, trials.has-ended */
  #under(id: number): TrialRecord {
    const trial = this.#trials.get(id);
    if (isOver(trial)) throw new NarashiError('trials.has-ended', { id });
    return trial;
  }

  #tell(id: number): Trial {
    const view = this.view(id);
    this.#context.emit.trials('changed', view);
    return view;
  }
}
