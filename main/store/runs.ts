// Runs and their attempts: created once, moved from status to status, never rewritten.
import { hostname } from 'node:os';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import {
  nextStatuses,
  type Run,
  type RunAttempt,
  type RunDraft,
  type RunEnvironment,
  type RunFailure,
  type RunOutcome,
  type RunStatus,
} from '../../shared/domain/run.ts';
import type { Connection } from './connection.ts';
import { claimOwnership, type Owner } from './owner.ts';
import { Projects } from './projects.ts';
import {
  attemptRow,
  draftSchema,
  environmentSchema,
  failureSchema,
  noteSchema,
  runRow,
  selectAttempts,
  selectRun,
} from './run-rows.ts';
import { check, sha256, total } from './schemas.ts';
import { Snapshots } from './snapshots.ts';

/** How an attempt starts: what it runs on and, once known, the digest of the weights before the first step. */
export type RunStart = RunEnvironment & { readonly initialWeights?: string };

export class Runs {
  readonly #connection: Connection;
  #owner: Owner | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Queues a run. @throws NarashiError store.invalid, store.snapshot-not-found, projects.not-found */
  create(draft: RunDraft): Run {
    const values = check(draftSchema, draft, 'run');
    new Snapshots(this.#connection).get(values.snapshotId);
    if (values.projectId !== null) new Projects(this.#connection).get(values.projectId);
    const { id } = this.#connection.run(
      `INSERT INTO runs (status, snapshot_id, network, method, seed, hyper_parameters, project_id, preset, created_at)
       VALUES ('queued', :snapshotId, :network, :method, :seed, :hyperParameters, :projectId, :preset, :now)`,
      { ...values, hyperParameters: JSON.stringify(values.hyperParameters), now: this.#connection.now() },
    );
    return this.get(id);
  }

  /** @throws NarashiError store.run-not-found */
  get(id: number): Run {
    const found = this.#connection.get(runRow, `${selectRun} WHERE id = :id`, { id });
    if (!found) throw new NarashiError('store.run-not-found', { id });
    return found;
  }

  /** Oldest first; all, or those of one status, of one project. */
  list(status: RunStatus | null = null, projectId: number | null = null): Run[] {
    const sql = `${selectRun} WHERE (:status IS NULL OR status = :status)
      AND (:projectId IS NULL OR project_id = :projectId) ORDER BY id`;
    return this.#connection.all(runRow, sql, { status, projectId });
  }

  /** How many runs of a project were given this snapshot. */
  countOf(projectId: number, snapshotId: number): number {
    const sql = 'SELECT count(*) AS total FROM runs WHERE project_id = :projectId AND snapshot_id = :snapshotId';
    return this.#connection.get(total, sql, { projectId, snapshotId })?.total ?? 0;
  }

  /** Queued runs of projects, next first. Those of the command line are trained by the process that queued them. */
  queue(): Run[] {
    return this.#connection.all(
      runRow,
      `${selectRun} WHERE status = 'queued' AND project_id IS NOT NULL ORDER BY queue_position, id`,
    );
  }

  /** Runs of projects that go on or can go on: running, queued in their order, paused, failed. */
  board(): Run[] {
    return this.#connection.all(
      runRow,
      `${selectRun} WHERE project_id IS NOT NULL
         AND (status IN ('running', 'queued', 'interrupted') OR (status IN ('stopped', 'failed') AND is_listed))
       ORDER BY CASE status WHEN 'running' THEN 0 WHEN 'stopped' THEN 2 WHEN 'failed' THEN 3 ELSE 1 END,
         queue_position, id`,
    );
  }

  /** Runs of projects that are done or were taken out of the queue, the latest first. */
  endedLast(limit: number): Run[] {
    return this.#connection.all(
      runRow,
      `${selectRun} WHERE project_id IS NOT NULL
         AND (status = 'done' OR (status IN ('stopped', 'failed') AND NOT is_listed))
       ORDER BY coalesce((SELECT max(ended_at) FROM attempts WHERE run_id = id), '') DESC, id DESC LIMIT :limit`,
      { limit },
    );
  }

  /** Leaves a paused or failed run standing in the queue, or takes it out. */
  setListed(id: number, isListed: boolean): Run {
    this.#connection.run('UPDATE runs SET is_listed = :isListed WHERE id = :id', { id, isListed: Number(isListed) });
    return this.get(id);
  }

  /** The run to train next. */
  nextQueued(): Run | undefined {
    return this.queue()[0];
  }

  /** Before every other queued run. It keeps its place when it is taken out of the queue and put back. */
  moveToFront(id: number): Run {
    this.#connection.run(
      `UPDATE runs SET queue_position =
         (SELECT min(0, coalesce(min(queue_position), 0)) - 1 FROM runs WHERE status = 'queued' AND id <> :id)
       WHERE id = :id`,
      { id },
    );
    return this.get(id);
  }

  /** @throws NarashiError store.invalid, store.run-not-found */
  setNote(id: number, note: string): Run {
    this.#connection.run('UPDATE runs SET note = :note WHERE id = :id', { id, note: check(noteSchema, note, 'note') });
    return this.get(id);
  }

  /**
   * Begins an attempt, owned by this process until `end`. Of two processes that try, one succeeds.
   * @throws NarashiError store.run-status, store.invalid, store.run-not-found
   */
  start(id: number, start: RunStart): Run {
    const environment = check(environmentSchema, start, 'run environment');
    const owner = this.#ownership();
    return this.#connection.transaction(() => {
      this.#move(id, 'running');
      this.#connection.run(
        `INSERT INTO attempts (run_id, number, owner, pid, host, device, executor, narashi, onnxruntime, node,
           code_version, started_at)
         SELECT :id, 1 + count(*), :owner, :pid, :host, :device, :executor, :narashi, :onnxruntime, :node,
           :codeVersion, :now FROM attempts WHERE run_id = :id`,
        { ...environment, id, owner, pid: process.pid, host: hostname(), now: this.#connection.now() },
      );
      if (start.initialWeights !== undefined) this.setInitialWeights(id, start.initialWeights);
      return this.get(id);
    });
  }

  /** What the running attempt computes with after all. @throws NarashiError store.invalid */
  setExecutor(id: number, executor: string): void {
    this.#connection.run('UPDATE attempts SET executor = :executor WHERE run_id = :id AND ended_at IS NULL', {
      id,
      executor: check(environmentSchema.shape.executor, executor, 'executor'),
    });
  }

  /** Keeps the digest of the weights before the first step; a later attempt cannot change it. */
  setInitialWeights(id: number, digest: string): void {
    this.#connection.run(
      'UPDATE runs SET initial_weights = unhex(:digest) WHERE id = :id AND initial_weights IS NULL',
      { id, digest: check(sha256, digest, 'digest of the initial weights') },
    );
  }

  /** Keeps the share of the labels made wrong on purpose that the finished network repeats. */
  setMemorised(id: number, share: number): void {
    this.#connection.run('UPDATE runs SET memorised = :share WHERE id = :id', { id, share });
  }

  /** Ends the running attempt. @throws NarashiError store.run-status */
  end(id: number, outcome: RunOutcome, failure: RunFailure | null = null): Run {
    const reason = failure && JSON.stringify(check(failureSchema, failure, 'failure'));
    return this.#connection.transaction(() => {
      if (this.get(id).status !== 'running') this.#refuse(id, outcome);
      this.#move(id, outcome);
      this.#connection.run(
        'UPDATE attempts SET ended_at = :now, outcome = :outcome WHERE run_id = :id AND ended_at IS NULL',
        { id, outcome, now: this.#connection.now() },
      );
      this.#connection.run('UPDATE runs SET failure = :reason WHERE id = :id', { id, reason });
      return this.get(id);
    });
  }

  /** Puts a stopped, failed or interrupted run back into the queue. @throws NarashiError store.run-status */
  requeue(id: number): Run {
    return this.#connection.transaction(() => this.#move(id, 'queued'));
  }

  /** Takes a run that is not running off the queue. @throws NarashiError store.run-status */
  cancel(id: number): Run {
    return this.#connection.transaction(() => {
      if (this.get(id).status === 'running') this.#refuse(id, 'stopped');
      return this.#move(id, 'stopped');
    });
  }

  /** Marks a run failed that waits and could not be started. @throws NarashiError store.run-status */
  giveUp(id: number, failure: RunFailure | null): Run {
    const reason = failure && JSON.stringify(check(failureSchema, failure, 'failure'));
    return this.#connection.transaction(() => {
      if (this.get(id).status === 'running') this.#refuse(id, 'failed');
      this.#move(id, 'failed');
      this.#connection.run('UPDATE runs SET failure = :reason WHERE id = :id', { id, reason });
      return this.get(id);
    });
  }

  attempts(id: number): RunAttempt[] {
    return this.#connection.all(attemptRow, `${selectAttempts} WHERE run_id = :id ORDER BY number`, { id });
  }

  /** Gives up this process's claim; runs it leaves running count as interrupted. */
  release(): void {
    this.#owner?.release();
    this.#owner = undefined;
  }

  #ownership(): string {
    this.#owner ??= claimOwnership(this.#connection.path);
    return this.#owner.token;
  }

  #move(id: number, to: RunStatus): Run {
    if (!nextStatuses[this.get(id).status].includes(to)) this.#refuse(id, to);
    this.#connection.run('UPDATE runs SET status = :to, failure = NULL WHERE id = :id', { id, to });
    return this.get(id);
  }

  #refuse(id: number, to: RunStatus): never {
    throw new NarashiError('store.run-status', { id, from: this.get(id).status, to });
  }
}
