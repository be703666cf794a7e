// Studies: what was asked to be measured, how far it is, and what came of it.
import { z } from 'zod';
import { problem } from '../../shared/contract/common.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { JsonObject } from '../../shared/domain/run.ts';
import { type StudyKind, type StudyResult, studyKinds, studyResult, studyStatuses } from '../../shared/domain/study.ts';
import type { Connection } from './connection.ts';
import { check, identity, jsonColumn, jsonObject } from './schemas.ts';

const row = z.object({
  id: z.int(),
  kind: z.enum(studyKinds),
  projectId: z.int().nullable(),
  snapshotId: z.int().nullable(),
  runId: z.int().nullable(),
  otherRunId: z.int().nullable(),
  settings: jsonColumn(jsonObject),
  status: z.enum(studyStatuses),
  failure: jsonColumn(problem).nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
});
export type StudyRecord = z.infer<typeof row>;

const draft = z.object({
  kind: z.enum(studyKinds),
  projectId: identity.nullable(),
  snapshotId: identity.nullable(),
  runId: identity.nullable(),
  otherRunId: identity.nullable(),
  settings: jsonObject,
});
export interface StudyDraft {
  readonly kind: StudyKind;
  readonly projectId: number | null;
  readonly snapshotId: number | null;
  readonly runId: number | null;
  readonly otherRunId: number | null;
  /** What its kind needs to know beside these; {} where nothing. */
  readonly settings: JsonObject;
}

export interface StudyQuery {
  readonly projectId?: number | undefined;
  readonly runId?: number | undefined;
  readonly kind?: StudyKind | undefined;
}

const select = `SELECT id, kind, project_id AS projectId, snapshot_id AS snapshotId, run_id AS runId,
  other_run_id AS otherRunId, settings, status, failure, created_at AS createdAt, ended_at AS endedAt FROM studies`;

export class Studies {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** At the end of the queue. @throws NarashiError store.invalid */
  create(study: StudyDraft): StudyRecord {
    const values = check(draft, study, 'study');
    const { id } = this.#connection.run(
      `INSERT INTO studies (kind, project_id, snapshot_id, run_id, other_run_id, settings, status, created_at)
       VALUES (:kind, :projectId, :snapshotId, :runId, :otherRunId, :settings, 'queued', :now)`,
      { ...values, settings: JSON.stringify(values.settings), now: this.#connection.now() },
    );
    return this.get(id);
  }

  /** @throws NarashiError studies.not-found */
  get(id: number): StudyRecord {
    const found = this.#connection.get(row, `${select} WHERE id = :id`, { id });
    if (!found) throw new NarashiError('studies.not-found', { id });
    return found;
  }

  /** Newest first. `runId` is the run a study is about, not one it is compared with. */
  list({ projectId, runId, kind }: StudyQuery = {}): StudyRecord[] {
    return this.#connection.all(
      row,
      `${select} WHERE (:projectId IS NULL OR project_id = :projectId) AND (:runId IS NULL OR run_id = :runId)
       AND (:kind IS NULL OR kind = :kind) ORDER BY id DESC`,
      { projectId: projectId ?? null, runId: runId ?? null, kind: kind ?? null },
    );
  }

  nextQueued(): StudyRecord | undefined {
    return this.#connection.get(row, `${select} WHERE status = 'queued' ORDER BY id LIMIT 1`, {});
  }

  begin(id: number): StudyRecord {
    return this.#set(id, 'running', null, null);
  }

  /** Back to where it waited: the app was closed or broke off. */
  requeue(id: number): StudyRecord {
    return this.#set(id, 'queued', null, null);
  }

  stop(id: number): StudyRecord {
    return this.#set(id, 'stopped', null, null);
  }

  fail(id: number, failure: z.infer<typeof problem>): StudyRecord {
    return this.#set(id, 'failed', null, JSON.stringify(check(problem, failure, 'failure')));
  }

  /** @throws NarashiError store.invalid */
  finish(id: number, result: StudyResult): StudyRecord {
    return this.#set(id, 'done', JSON.stringify(check(studyResult, result, 'result of a study')), null);
  }

  /** @throws NarashiError studies.not-found, studies.not-done */
  result(id: number): StudyResult {
    const { status } = this.get(id);
    const schema = z.object({ result: jsonColumn(studyResult).nullable() });
    const found = this.#connection.get(schema, 'SELECT result FROM studies WHERE id = :id', { id });
    if (!found?.result) throw new NarashiError('studies.not-done', { id, status });
    return found.result;
  }

  /** Those that a process left behind as running wait again. */
  takeUp(): void {
    this.#connection.run("UPDATE studies SET status = 'queued' WHERE status = 'running'", {});
  }

  #set(id: number, status: StudyRecord['status'], result: string | null, failure: string | null): StudyRecord {
    const endedAt = status === 'queued' || status === 'running' ? null : this.#connection.now();
    this.#connection.run(
      'UPDATE studies SET status = :status, result = :result, failure = :failure, ended_at = :endedAt WHERE id = :id',
      { id, status, result, failure, endedAt },
    );
    return this.get(id);
  }
}
