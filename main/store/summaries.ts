// The list of runs, as `narashi runs` shows it: one line per run with its headline figures.
import { z } from 'zod';
import { type RunStatus, type RunSummary, runStatuses } from '../../shared/domain/run.ts';
import type { Connection } from './connection.ts';

const measure = z.number().nullable();
const summaryRow: z.ZodType<RunSummary> = z.object({
  id: z.int(),
  status: z.enum(runStatuses),
  dataset: z.string().nullable(),
  snapshotDigest: z.string(),
  network: z.string(),
  method: z.string(),
  seed: z.int(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  resumeCount: z.int(),
  epochs: z.int(),
  bestValidationBalancedAccuracy: measure,
  testAccuracy: measure,
  testEscape: measure,
  testOverkill: measure,
  seconds: measure,
  yen: measure,
  projectId: z.int().nullable(),
  projectName: z.string().nullable(),
  note: z.string(),
});

export type RunQuery = {
  readonly projectId?: number | undefined;
  readonly status?: RunStatus | undefined;
  /** Looked for in project, method, network and note; a run's number must be equal. */
  readonly text?: string | undefined;
  readonly limit: number;
};

const select = `SELECT runs.id, status, network, method, seed, runs.created_at AS createdAt,
       lower(hex(snapshots.digest)) AS snapshotDigest,
       (SELECT name FROM imports JOIN datasets ON datasets.id = dataset_id
        WHERE imports.snapshot_id = runs.snapshot_id ORDER BY imports.id DESC LIMIT 1) AS dataset,
       attempt.first AS startedAt, CASE status WHEN 'running' THEN NULL ELSE attempt.last END AS endedAt,
       max(0, coalesce(attempt.total, 0) - 1) AS resumeCount,
       coalesce(epoch.total, 0) AS epochs, epoch.best AS bestValidationBalancedAccuracy,
       test.accuracy AS testAccuracy, test.escape_rate AS testEscape, test.overkill_rate AS testOverkill,
       costs.seconds, costs.yen,
       runs.project_id AS projectId, json_extract(projects.settings, '$.name') AS projectName, note
     FROM runs
     JOIN snapshots ON snapshots.id = runs.snapshot_id
     LEFT JOIN (SELECT run_id, count(*) AS total, min(started_at) AS first, max(ended_at) AS last
                FROM attempts GROUP BY run_id) AS attempt ON attempt.run_id = runs.id
     LEFT JOIN (SELECT run_id, count(*) AS total, max(validation_balanced_accuracy) AS best
                FROM epoch_metrics GROUP BY run_id) AS epoch ON epoch.run_id = runs.id
     LEFT JOIN evaluations AS test ON test.id =
       (SELECT max(id) FROM evaluations WHERE run_id = runs.id AND split = 'test')
     LEFT JOIN costs ON costs.run_id = runs.id
     LEFT JOIN projects ON projects.id = runs.project_id`;

/** All runs, oldest first. */
export function listRuns(connection: Connection): RunSummary[] {
  return connection.all(summaryRow, `${select} ORDER BY runs.id`);
}

/** Runs that fit, newest first. */
export function findRuns(connection: Connection, { projectId, status, text, limit }: RunQuery): RunSummary[] {
  const words = ["coalesce(projectName, '')", 'method', 'network', 'note'].join(' || char(10) || ');
  return connection.all(
    summaryRow,
    `${select}
     WHERE (:projectId IS NULL OR runs.project_id = :projectId) AND (:status IS NULL OR status = :status)
       AND (:text IS NULL OR instr(fold(${words}), fold(:text)) > 0
         OR CAST(runs.id AS TEXT) = ltrim(fold(trim(:text)), '#'))
     ORDER BY runs.id DESC LIMIT :limit`,
    { projectId: projectId ?? null, status: status ?? null, text: text || null, limit },
  );
}
