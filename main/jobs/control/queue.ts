// The queue of training: one run at a time, in the order the store keeps, taken up again after whatever interrupted it.

import type { Problem } from '../../../shared/contract/common.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { toProblem } from '../../../shared/contract/problem.ts';
import type { CurvePoint, Device, QueuedRun } from '../../../shared/contract/training.ts';
import type { Run } from '../../../shared/domain/run.ts';
import type { Log } from '../../data/rotating-log.ts';
import { markLost, trainingDevice } from '../devices.ts';
import { thisDevice } from '../identity.ts';
import type { TrainEvent } from '../train-messages.ts';
import { Attempt, type AttemptEnd } from './attempt.ts';
import { type ChildTimes, type StartChild, startChild } from './child.ts';
import type { Intent } from './conclusion.ts';
import { epochPoint } from './curve.ts';
import { Endings, type LostDevice, type RunNews, type TellNews } from './endings.ts';
import { LiveRun } from './live-run.ts';
import { assumedElectricity, type Electricity } from './run-cost.ts';
import { failureOf } from './run-recorder.ts';
import { viewOf } from './run-view.ts';
import type { Workplace } from './workplace.ts';

export interface QueueEvents {
  readonly onChange?: (run: QueuedRun) => void;
  readonly onPoint?: (runId: number, point: CurvePoint) => void;
  readonly onNews?: TellNews;
  /** Something is being trained: the PC must not sleep. */
  readonly onBusy?: (isBusy: boolean) => void;
  /** Share of the present run that is done, for the taskbar; null when there is none. */
  readonly onProgress?: (share: number | null) => void;
}

export interface QueueOptions extends QueueEvents {
  readonly place: Workplace;
  readonly startChild?: StartChild;
  readonly checkpointSeconds?: number;
  readonly threads?: number;
  readonly times?: Partial<ChildTimes>;
  readonly log?: Log;
  /** Something else computes, or waits to: the next run waits until `proceed` is called. */
  readonly isHeld?: () => boolean;
  /** What runs are trained on; the device chosen in the workspace when absent. */
  readonly device?: () => Device | Promise<Device>;
}

/** What a trainer gets for a last checkpoint when the app closes, milliseconds. */
const CLOSING = 4_000;

interface Current {
  readonly attempt: Attempt;
  readonly live: LiveRun;
  /** Resolves when its status is in the store. */
  readonly settled: Promise<void>;
  intent?: Intent;
}

export class TrainingQueue {
  readonly #options: QueueOptions;
  readonly #endings: Endings;
  /** Of runs that ended lately, so that their curves keep every step. */
  readonly #curves = new Map<number, readonly CurvePoint[]>();
  #current: Current | undefined;
  /** What was found of devices is kept: the next choice is made from it. */
  #noted: Promise<void> = Promise.resolve();
  #isOpen = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#endings = new Endings(options.place.store, (...told) => this.#news(...told));
  }

  /** Begins to work. Runs that a crash or power cut interrupted are taken up again; the notice says so. */
  open(): Problem[] {
    const { runs } = this.#store;
    const interrupted = runs.list('interrupted').filter(({ projectId }) => projectId !== null);
    for (const { id } of interrupted) this.#news('interrupted', runs.requeue(id));
    this.#isOpen = true;
    this.#next();
    return interrupted.length ? [toProblem(new NarashiError('jobs.taken-up', { count: interrupted.length }))] : [];
  }

  /** Stops the present run with a checkpoint, within seconds; it goes on at the next start. */
  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#interrupt('close', CLOSING);
  }

  /** Something is being trained just now. */
  get isBusy(): boolean {
    return this.#current !== undefined;
  }

  /** What held the queue is over. */
  proceed(): void {
    this.#next();
  }

  /** Something else computes, or waits to. */
  get isHeld(): boolean {
    return this.#options.isHeld?.() ?? false;
  }

  /** A run has been put into the queue. */
  added(id: number): QueuedRun {
    this.#changed(id);
    this.#next();
    return this.get(id);
  }

  /** Keeps a checkpoint and lets the next run go. @throws NarashiError jobs.not-in-queue */
  async pause(id: number): Promise<QueuedRun> {
    if (this.#current?.attempt.runId === id) await this.#interrupt('pause');
    else {
      this.#require(id, ['queued']);
      this.#news('paused', this.#store.runs.cancel(id));
    }
    return this.#changed(id);
  }

  /** Back into the queue, to go on from its checkpoint. @throws NarashiError jobs.not-in-queue */
  async resume(id: number): Promise<QueuedRun> {
    await this.#leaving(id);
    this.#endings.catchUp();
    this.#require(id, ['stopped', 'failed', 'interrupted']);
    this.#endings.gotFurther(id);
    const { runs } = this.#store;
    this.#store.transaction(() => {
      runs.setListed(id, true);
      runs.requeue(id);
    });
    this.#news('resumed', runs.get(id));
    return this.added(id);
  }

  /** Out of the queue for good; its checkpoint stays. @throws NarashiError jobs.not-in-queue */
  async stop(id: number): Promise<QueuedRun> {
    const { runs } = this.#store;
    if (this.#current?.attempt.runId === id) await this.#interrupt('stop');
    else {
      this.#endings.catchUp();
      const { status } = this.#require(id, ['queued', 'stopped', 'failed']);
      this.#store.transaction(() => {
        if (status === 'queued') runs.cancel(id);
        runs.setListed(id, false);
      });
      this.#news('stopped', runs.get(id));
    }
    return this.#changed(id);
  }

  /** To the front of those that wait. @throws NarashiError jobs.not-in-queue */
  first(id: number): QueuedRun {
    this.#require(id, ['queued']);
    this.#store.runs.moveToFront(id);
    return this.#changed(id);
  }

  /** Runs that go on or can go on, in their order, then those ended last. */
  list(ended: number): QueuedRun[] {
    const { runs } = this.#store;
    const present = this.#current?.attempt.runId;
    const board = runs.board();
    const ordered = [...board.filter(({ id }) => id === present), ...board.filter(({ id }) => id !== present)];
    return [...ordered, ...runs.endedLast(ended)].map((run) => this.#view(run));
  }

  /** @throws NarashiError store.run-not-found */
  get(id: number): QueuedRun {
    return this.#view(this.#store.runs.get(id));
  }

  /** @throws NarashiError store.run-not-found */
  curves(id: number): readonly CurvePoint[] {
    const { runs, epochs } = this.#store;
    runs.get(id);
    if (this.#current?.attempt.runId === id) return this.#current.live.points;
    return this.#curves.get(id) ?? epochs.list(id).map(epochPoint);
  }

  get #store() {
    return this.#options.place.store;
  }

  #next(): void {
    if (!this.#isOpen || this.#current || this.#endings.isWaiting || this.isHeld) return;
    const run = this.#store.runs.nextQueued();
    if (!run) return;
    try {
      this.#begin(run);
    } catch (error) {
      // Its recipe cannot be read, say: the others must not wait behind it.
      this.#log(`run ${run.id} could not begin: ${error}`);
      this.#fail(run.id, error);
      this.#next();
    }
  }

  #begin(run: Run): void {
    const { place, onBusy } = this.#options;
    const { startChild: start = startChild, checkpointSeconds, threads, times, log } = this.#options;
    const chosen = this.#options.device ?? (() => this.#noted.then(() => trainingDevice(place)));
    const attempt = new Attempt({
      place,
      runId: run.id,
      startChild: start,
      electricity: this.#electricity(run),
      device: this.#endings.hasLostDevice(run.id) ? thisDevice() : chosen(),
      onEvent: (event) => this.#take(event),
      ...(checkpointSeconds === undefined ? {} : { checkpointSeconds }),
      ...(threads === undefined ? {} : { threads }),
      ...(times === undefined ? {} : { times }),
      ...(log === undefined ? {} : { log }),
    });
    const live = new LiveRun(attempt.recipe.epochs, this.#store.epochs.list(run.id));
    const settled = attempt.end
      .then((end) => this.#settle(end))
      .catch((error: unknown) => this.#log(`after run ${run.id}: ${error}`));
    this.#current = { attempt, live, settled };
    onBusy?.(true);
    this.#changed(run.id);
  }

  #take(event: TrainEvent): void {
    const current = this.#current;
    if (!current) return;
    const { runId } = current.attempt;
    if (event.type === 'checkpoint') this.#endings.gotFurther(runId);
    const point = current.live.take(event);
    if (point) this.#options.onPoint?.(runId, point);
    if (event.type === 'checkpoint' || event.type === 'initial') return;
    this.#options.onProgress?.(current.live.pace.share);
    this.#changed(runId);
  }

  /** The process is gone: writes what became of the run, and goes on to the next. */
  #settle(end: AttemptEnd): void {
    const current = this.#current;
    if (!current) return;
    const { attempt, live, intent } = current;
    const { runId } = attempt;
    this.#current = undefined;
    this.#curves.set(runId, live.points);
    for (const oldest of this.#curves.keys()) {
      if (this.#curves.size <= 5) break;
      this.#curves.delete(oldest);
    }
    const error = this.#endings.end(attempt, end, intent);
    if (error !== undefined) this.#log(`the end of run ${runId} could not be recorded: ${error}`);
    this.#options.onProgress?.(null);
    this.#next();
    if (!this.#current) this.#options.onBusy?.(false);
    this.#changed(runId);
  }

  /** Asks the present run to stop and waits until it has. Of two wishes the later counts. */
  async #interrupt(intent: Intent, terminateAfter?: number): Promise<void> {
    const current = this.#current;
    if (!current) return;
    current.intent = intent;
    current.attempt.stop(terminateAfter);
    await current.settled;
  }

  /** Waits where the run is about to stop. */
  async #leaving(id: number): Promise<void> {
    if (this.#current?.attempt.runId === id && this.#current.intent) await this.#current.settled;
  }

  #fail(id: number, error: unknown): void {
    this.#news('failed', this.#store.runs.giveUp(id, failureOf(error)));
    this.#changed(id);
  }

  #require(id: number, statuses: readonly Run['status'][]): Run {
    const run = this.#store.runs.get(id);
    const isPresent = this.#current?.attempt.runId === id;
    if (isPresent || !statuses.includes(run.status)) {
      throw new NarashiError('jobs.not-in-queue', { id, status: isPresent ? 'running' : run.status });
    }
    return run;
  }

  #electricity({ projectId }: Run): Electricity {
    if (projectId === null) return assumedElectricity;
    return this.#store.projects.get(projectId).settings;
  }

  #view(run: Run): QueuedRun {
    const current = this.#current?.attempt.runId === run.id ? this.#current : undefined;
    const error = this.#endings.errorOf(run.id);
    if (error !== undefined) {
      return { ...viewOf(this.#store, run), status: 'failed', phase: 'ended', failure: failureOf(error) };
    }
    if (!current) return viewOf(this.#store, run);
    const { device, recorder } = current.attempt;
    return viewOf(this.#store, run, { ...current.live.pace, seconds: recorder.seconds, device });
  }

  #changed(id: number): QueuedRun {
    const view = this.get(id);
    this.#options.onChange?.(view);
    return view;
  }

  #news(news: RunNews, run: Run, lost?: LostDevice): void {
    this.#log(`run ${run.id} ${news}`);
    // Nothing is trained on it again before it has passed a test.
    if (lost) this.#noted = this.#note(lost);
    this.#options.onNews?.(news, run, lost);
  }

  async #note(lost: LostDevice): Promise<void> {
    await markLost(this.#options.place.root, lost).catch((error) => this.#log(`${lost.device.name}: ${error}`));
  }

  #log(line: string): void {
    this.#options.log?.(`queue: ${line}`);
  }
}
