// The log of decisions: who did what, when. Entries are added and never changed.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import {
  type Activity,
  type ActivityDraft,
  type ActivityKind,
  activity,
  activityKinds,
} from '../../shared/contract/history.ts';
import type { Connection } from './connection.ts';
import { check, identity, jsonColumn, text } from './schemas.ts';
import { Settings } from './settings.ts';

const draftSchema = z.object({
  kind: z.enum(activityKinds),
  projectId: identity.nullish().transform((id) => id ?? null),
  runId: identity.nullish().transform((id) => id ?? null),
  data: z.record(z.string(), z.union([text, z.number()])),
});
const row: z.ZodType<Activity> = activity.extend({ data: jsonColumn(activity.shape.data) });

const select = `SELECT activity.id, at, kind, operator, activity.project_id AS projectId,
    json_extract(projects.settings, '$.name') AS projectName, run_id AS runId, data
  FROM activity LEFT JOIN projects ON projects.id = activity.project_id`;

export type ActivityQuery = {
  readonly projectId?: number | undefined;
  /** Looked for in operator, project name and data. */
  readonly text?: string | undefined;
  /** Only entries older than this one. */
  readonly before?: number | undefined;
  readonly limit: number;
};

export class ActivityLog {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Adds an entry in the name of the operator that is set now. @throws NarashiError store.invalid */
  record(draft: ActivityDraft): Activity {
    const values = check(draftSchema, draft, `log entry ${draft.kind}`);
    const { operator } = new Settings(this.#connection).app();
    const { id } = this.#connection.run(
      `INSERT INTO activity (at, kind, operator, project_id, run_id, data)
       VALUES (:now, :kind, :operator, :projectId, :runId, :data)`,
      { ...values, operator, data: JSON.stringify(values.data), now: this.#connection.now() },
    );
    const found = this.#connection.get(row, `${select} WHERE activity.id = :id`, { id });
    if (!found) throw new NarashiError('store.unreadable-row', { reason: `log entry ${id}` });
    return found;
  }

  /** The newest entry of a kind about a run. */
  lastOf(runId: number, kind: ActivityKind): Activity | undefined {
    const sql = `${select} WHERE activity.run_id = :runId AND kind = :kind ORDER BY activity.id DESC LIMIT 1`;
    return this.#connection.get(row, sql, { runId, kind });
  }

  /** Newest first. */
  list({ projectId, text: wanted, before, limit }: ActivityQuery): Activity[] {
    const sql = `${select}
      WHERE (:projectId IS NULL OR activity.project_id = :projectId) AND (:before IS NULL OR activity.id < :before)
        AND (:wanted IS NULL OR instr(fold(operator), fold(:wanted)) > 0
          OR instr(fold(json_extract(projects.settings, '$.name')), fold(:wanted)) > 0
          OR EXISTS (SELECT 1 FROM json_each(activity.data) WHERE instr(fold(value), fold(:wanted)) > 0))
      ORDER BY activity.id DESC LIMIT :limit`;
    return this.#connection.all(row, sql, {
      projectId: projectId ?? null,
      before: before ?? null,
      wanted: wanted || null,
      limit,
    });
  }
}
