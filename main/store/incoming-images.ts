// Images of an import on their way into a project: gathered in a temporary table outside the database file, batch by
// batch, and moved in at one stroke, so that the program answers meanwhile and the write lock is held only for the move.
import { freeName } from '../../shared/domain/free-name.ts';
import type { InsertCounts, ProjectImageDraft } from '../../shared/domain/project.ts';
import type { Connection } from './connection.ts';
import { restoreUsedClasses } from './project-classes.ts';
import { draftSchema, idRow } from './project-image-rows.ts';
import { check, filledText, total } from './schemas.ts';

const columns = 'path, content_hash, split, lot, part, line, camera, captured_at, width, height, bytes';

let tables = 0;

export class IncomingImages {
  readonly #connection: Connection;
  readonly #projectId: number;
  readonly #table = `temp.incoming_${++tables}`;
  #repeated = 0;

  constructor(connection: Connection, projectId: number) {
    this.#connection = connection;
    this.#projectId = projectId;
    connection.execute(`CREATE TABLE ${this.#table} (
      position INTEGER PRIMARY KEY, path TEXT NOT NULL, content_hash BLOB NOT NULL UNIQUE, class INTEGER, split TEXT,
      lot TEXT, part TEXT, line TEXT, camera TEXT, captured_at TEXT, width INTEGER, height INTEGER, bytes INTEGER,
      known_id INTEGER); CREATE INDEX ${this.#table}_by_path ON ${this.#table.replace('temp.', '')} (path)`);
  }

  /** Gathers a batch; nobody sees it yet. One that the project has or had keeps its path. @throws NarashiError store.invalid */
  add(drafts: Iterable<ProjectImageDraft>): void {
    this.#connection.transaction(() => {
      for (const draft of drafts) this.#addOne(draft);
    });
  }

  /**
   * Moves them all into the project, in their order. An image that was removed comes back with the label of this import,
   * or its earlier one where this import has none. `classIds[n - 1]` is the class of images gathered under number n;
   * without it these numbers are the classes themselves. Only while nothing else adds images to the project.
   */
  enter(importId: string, classIds: readonly number[] | null = null): InsertCounts {
    const values = {
      projectId: this.#projectId,
      importId: check(filledText, importId, 'import'),
      classIds: classIds && JSON.stringify(classIds),
      now: this.#connection.now(),
    };
    const classId = "coalesce(json_extract(:classIds, '$[' || (class - 1) || ']'), class)";
    return this.#connection.transaction(() => {
      const { changes: restored } = this.#connection.run(
        `UPDATE project_images SET removed_at = NULL, import_id = :importId, imported_at = :now,
           class_id = coalesce(${classId}, class_id), split = coalesce(project_images.split, new.split),
           lot = coalesce(new.lot, project_images.lot), part = coalesce(new.part, project_images.part),
           line = coalesce(new.line, project_images.line), camera = coalesce(new.camera, project_images.camera),
           captured_at = coalesce(new.captured_at, project_images.captured_at)
         FROM ${this.#table} AS new WHERE project_images.id = known_id AND removed_at IS NOT NULL`,
        values,
      );
      const { changes: added } = this.#connection.run(
        `INSERT INTO project_images (project_id, import_id, imported_at, class_id, ${columns})
         SELECT :projectId, :importId, :now, ${classId}, ${columns} FROM ${this.#table}
         WHERE known_id IS NULL ORDER BY position`,
        values,
      );
      if (restored > 0) restoreUsedClasses(this.#connection, this.#projectId);
      return { added, restored, known: this.#repeated + this.#size() - added - restored };
    });
  }

  drop(): void {
    this.#connection.execute(`DROP TABLE ${this.#table}`);
  }

  #addOne(draft: ProjectImageDraft): void {
    const image = { ...check(draftSchema, draft, `image ${draft.path}`), projectId: this.#projectId };
    const known = this.#connection.get(
      idRow,
      'SELECT id FROM project_images WHERE project_id = :projectId AND content_hash = unhex(:contentHash)',
      image,
    );
    const path = known ? image.path : freeName(image.path, (each) => this.#isTaken(each));
    const { changes } = this.#connection.run(
      `INSERT INTO ${this.#table} (class, known_id, ${columns})
       VALUES (:classId, :knownId, :path, unhex(:contentHash), :split, :lot, :part, :line, :camera, :capturedAt,
         :width, :height, :bytes)
       ON CONFLICT (content_hash) DO NOTHING`,
      { ...image, path, knownId: known?.id ?? null },
    );
    if (changes === 0) this.#repeated++;
  }

  /** Removed images keep their paths too: they may come back. */
  #isTaken(path: string): boolean {
    const sql = `SELECT id FROM project_images WHERE project_id = :projectId AND path = :path
      UNION ALL SELECT position FROM ${this.#table} WHERE path = :path AND known_id IS NULL LIMIT 1`;
    return this.#connection.get(idRow, sql, { projectId: this.#projectId, path }) !== undefined;
  }

  #size(): number {
    return this.#connection.get(total, `SELECT count(*) AS total FROM ${this.#table}`)?.total ?? 0;
  }
}
