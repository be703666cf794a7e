// Inspection tasks: their settings, and the data set in which each one's snapshots are recorded.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type ProjectSettings, projectSettings } from '../../shared/contract/projects.ts';
import type { ProjectRecord } from '../../shared/domain/project.ts';
import type { Connection } from './connection.ts';
import { check, flag, jsonColumn, total } from './schemas.ts';

const row: z.ZodType<ProjectRecord> = z.object({
  id: z.int(),
  datasetId: z.int(),
  settings: jsonColumn(projectSettings),
  isSample: flag,
  createdAt: z.string(),
  archivedAt: z.string().nullable(),
});
const select = `SELECT id, dataset_id AS datasetId, settings, is_sample AS isSample, created_at AS createdAt,
  archived_at AS archivedAt FROM projects`;

/** Folder of the originals, relative to the workspace: the root of every project's data set. */
const libraryRoot = 'library';

const figuresRow = z.object({ images: z.int(), unlabelled: z.int(), runs: z.int(), lastRunId: z.int().nullable() });
/** Counts for the project's card. `lastRunId`: newest finished run. */
export type ProjectFigures = z.infer<typeof figuresRow>;

export class Projects {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @throws NarashiError store.invalid */
  create(settings: ProjectSettings, { isSample = false } = {}): ProjectRecord {
    const values = check(projectSettings, settings, 'project');
    return this.#connection.transaction(() => {
      const now = this.#connection.now();
      const dataset = this.#connection.run(
        "INSERT INTO datasets (name, root, created_at) VALUES ('project-new', :root, :now)",
        { root: libraryRoot, now },
      );
      const { id } = this.#connection.run(
        `INSERT INTO projects (dataset_id, settings, is_sample, created_at)
         VALUES (:datasetId, :settings, :isSample, :now)`,
        { datasetId: dataset.id, settings: JSON.stringify(values), isSample: Number(isSample), now },
      );
      this.#connection.run('UPDATE datasets SET name = :name WHERE id = :id', {
        id: dataset.id,
        name: `project-${id}`,
      });
      return this.get(id);
    });
  }

  /** @throws NarashiError projects.not-found */
  get(id: number): ProjectRecord {
    const found = this.#connection.get(row, `${select} WHERE id = :id`, { id });
    if (!found) throw new NarashiError('projects.not-found', { id });
    return found;
  }

  /** Newest first; archived ones only where asked for. */
  list({ archived = false } = {}): ProjectRecord[] {
    return this.#connection.all(row, `${select} WHERE :archived OR archived_at IS NULL ORDER BY id DESC`, {
      archived: Number(archived),
    });
  }

  /** @throws NarashiError projects.not-found, store.invalid */
  update(id: number, settings: ProjectSettings): ProjectRecord {
    const values = check(projectSettings, settings, 'project');
    this.#connection.run('UPDATE projects SET settings = :settings WHERE id = :id', {
      id,
      settings: JSON.stringify(values),
    });
    return this.get(id);
  }

  /** Puts it out of sight, or back into it. Nothing is deleted. @throws NarashiError projects.not-found */
  setArchived(id: number, isArchived: boolean): ProjectRecord {
    this.#connection.run('UPDATE projects SET archived_at = :at WHERE id = :id', {
      id,
      at: isArchived ? this.#connection.now() : null,
    });
    return this.get(id);
  }

  /** Samples that nobody was told of: their making was cut short, or goes on. */
  unfinishedSamples(): ProjectRecord[] {
    const created = "SELECT 1 FROM activity WHERE project_id = projects.id AND kind = 'project.created'";
    return this.#connection.all(row, `${select} WHERE is_sample AND NOT EXISTS (${created}) ORDER BY id`);
  }

  /** Takes back a project that never came to have images, runs or an entry in the log of decisions; false for others. */
  discard(id: number): boolean {
    const { datasetId } = this.get(id);
    return this.#connection.transaction(() => {
      const used = ['project_images', 'runs', 'edits', 'activity'].map(
        (table) => `SELECT 1 FROM ${table} WHERE project_id = :id`,
      );
      const found = this.#connection.get(total, `SELECT count(*) AS total FROM (${used.join(' UNION ALL ')} LIMIT 1)`, {
        id,
      });
      if (found?.total !== 0) return false;
      for (const table of ['import_jobs', 'project_classes']) {
        this.#connection.run(`DELETE FROM ${table} WHERE project_id = :id`, { id });
      }
      this.#connection.run('DELETE FROM projects WHERE id = :id', { id });
      this.#connection.run('DELETE FROM datasets WHERE id = :datasetId', { datasetId });
      return true;
    });
  }

  figures(id: number): ProjectFigures {
    const images = 'FROM project_images WHERE project_id = :id AND removed_at IS NULL';
    const found = this.#connection.get(
      figuresRow,
      `SELECT (SELECT count(*) ${images}) AS images,
         (SELECT count(*) ${images} AND class_id IS NULL) AS unlabelled,
         (SELECT count(*) FROM runs WHERE project_id = :id) AS runs,
         (SELECT max(id) FROM runs WHERE project_id = :id AND status = 'done') AS lastRunId`,
      { id },
    );
    return found ?? { images: 0, unlabelled: 0, runs: 0, lastRunId: null };
  }

  /** Content hashes of the first image of each class, oldest class first: a picture of what the project is about. */
  cover(id: number, limit = 4): string[] {
    const hashRow = z.object({ hash: z.string() });
    const sql = `SELECT lower(hex(content_hash)) AS hash FROM project_images WHERE id IN
      (SELECT min(id) FROM project_images WHERE project_id = :id AND removed_at IS NULL GROUP BY class_id)
      ORDER BY class_id IS NULL, class_id LIMIT :limit`;
    return this.#connection.all(hashRow, sql, { id, limit }).map(({ hash }) => hash);
  }
}
