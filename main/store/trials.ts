// Trials: what they compare, never changed afterwards, and the runs of their grid.
import { z } from 'zod';
import { problem } from '../../shared/contract/common.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type Economics, economics } from '../../shared/domain/benefit.ts';
import {
  type TrialBudget,
  type TrialMethod,
  type TrialPlan,
  type TrialStatus,
  type TrialTiming,
  trialBudgets,
  trialMethods,
  trialPlan,
  trialStatuses,
  trialTiming,
} from '../../shared/domain/trial.ts';
import type { Connection } from './connection.ts';
import { check, count, filledText, identity, jsonColumn } from './schemas.ts';

const row = z.object({
  id: z.int(),
  projectId: z.int().nullable(),
  snapshotId: z.int(),
  name: z.string(),
  plan: jsonColumn(trialPlan),
  timing: jsonColumn(trialTiming).nullable(),
  status: z.enum(trialStatuses),
  failure: jsonColumn(problem).nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
});
export type TrialRecord = z.infer<typeof row>;

const draft = z.object({
  projectId: identity.nullable(),
  snapshotId: identity,
  name: filledText,
  plan: trialPlan,
});
export type TrialRecordDraft = {
  readonly projectId: number | null;
  readonly snapshotId: number;
  readonly name: string;
  readonly plan: TrialPlan;
};

const cell = z.object({
  method: z.enum(trialMethods),
  budget: z.enum(trialBudgets),
  seed: count,
  runId: z.int(),
});
export type TrialRunRecord = z.infer<typeof cell>;

const select = `SELECT id, project_id AS projectId, snapshot_id AS snapshotId, name, plan, timing, status, failure,
  created_at AS createdAt, ended_at AS endedAt FROM trials`;

export class Trials {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @throws NarashiError store.invalid */
  create(trial: TrialRecordDraft): TrialRecord {
    const values = check(draft, trial, 'trial');
    const { id } = this.#connection.run(
      `INSERT INTO trials (project_id, snapshot_id, name, plan, status, created_at)
       VALUES (:projectId, :snapshotId, :name, :plan, 'running', :now)`,
      { ...values, plan: JSON.stringify(values.plan), now: this.#connection.now() },
    );
    return this.get(id);
  }

  /** @throws NarashiError trials.not-found */
  get(id: number): TrialRecord {
    const found = this.#connection.get(row, `${select} WHERE id = :id`, { id });
    if (!found) throw new NarashiError('trials.not-found', { id });
    return found;
  }

  /** Newest first. */
  list(query: { readonly projectId?: number; readonly status?: TrialStatus } = {}): TrialRecord[] {
    const { projectId = null, status = null } = query;
    return this.#connection.all(
      row,
      `${select} WHERE (:projectId IS NULL OR project_id = :projectId) AND (:status IS NULL OR status = :status)
       ORDER BY id DESC`,
      { projectId, status },
    );
  }

  /** Fixes what each method takes and trains; a later measurement cannot change it. */
  setTiming(id: number, timing: TrialTiming): TrialRecord {
    const value = JSON.stringify(check(trialTiming, timing, 'timing'));
    this.#connection.run('UPDATE trials SET timing = :value WHERE id = :id AND timing IS NULL', { id, value });
    return this.get(id);
  }

  /** @param failure why it cannot go on; null clears an earlier one */
  setStatus(id: number, status: TrialStatus, failure: z.infer<typeof problem> | null = null): TrialRecord {
    const endedAt = status === 'done' || status === 'stopped' ? this.#connection.now() : null;
    this.#connection.run('UPDATE trials SET status = :status, failure = :failure, ended_at = :endedAt WHERE id = :id', {
      id,
      status,
      failure: failure && JSON.stringify(check(problem, failure, 'failure')),
      endedAt,
    });
    return this.get(id);
  }

  /** Puts a run into its place of the grid. */
  addRun(id: number, place: { method: TrialMethod; budget: TrialBudget; seed: number }, runId: number): void {
    this.#connection.run(
      `INSERT INTO trial_runs (trial_id, method, budget, seed, run_id) VALUES (:id, :method, :budget, :seed, :runId)`,
      { id, ...place, runId },
    );
  }

  runs(id: number): TrialRunRecord[] {
    return this.#connection.all(
      cell,
      'SELECT method, budget, seed, run_id AS runId FROM trial_runs WHERE trial_id = :id ORDER BY run_id, budget',
      { id },
    );
  }

  /** The trial a run belongs to; undefined where it is an ordinary training. */
  ofRun(runId: number): number | undefined {
    const sql = 'SELECT trial_id AS id FROM trial_runs WHERE run_id = :runId';
    return this.#connection.get(z.object({ id: z.int() }), sql, { runId })?.id;
  }

  economics(projectId: number): Economics | undefined {
    const sql = 'SELECT value FROM project_economics WHERE project_id = :projectId';
    return this.#connection.get(z.object({ value: jsonColumn(economics) }), sql, { projectId })?.value;
  }

  /** @throws NarashiError store.invalid */
  setEconomics(projectId: number, value: Economics): void {
    this.#connection.run('INSERT OR REPLACE INTO project_economics (project_id, value) VALUES (:projectId, :value)', {
      projectId,
      value: JSON.stringify(check(economics, value, 'inputs for cost and benefit')),
    });
  }
}
