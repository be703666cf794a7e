// Classes of projects. A removed class stays as a row out of sight: earlier labels name it, and undo may bring it back.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type ProjectClass, projectClass } from '../../shared/contract/projects.ts';
import { type ClassLabel, verdicts } from '../../shared/domain/dataset.ts';
import { freeName } from '../../shared/domain/free-name.ts';
import type { Connection } from './connection.ts';
import { check, filledText } from './schemas.ts';

/** Names are compared in one Unicode form: macOS writes が in two characters, Windows in one. */
const labelSchema: z.ZodType<ClassLabel> = z.object({
  name: filledText.max(100).transform((name) => name.normalize('NFC')),
  verdict: z.enum(verdicts),
});
const knownRow = z.object({ id: z.int(), removedAt: z.string().nullable() });
type KnownClass = z.infer<typeof knownRow>;

const select = `SELECT id, name, verdict, (SELECT count(*) FROM project_images
    WHERE project_id = :projectId AND removed_at IS NULL AND class_id = project_classes.id) AS images
  FROM project_classes WHERE project_id = :projectId AND removed_at IS NULL`;

export class ProjectClasses {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** In the order they were added. */
  list(projectId: number): ProjectClass[] {
    return this.#connection.all(projectClass, `${select} ORDER BY id`, { projectId });
  }

  /** @throws NarashiError projects.class-not-found */
  get(projectId: number, id: number): ProjectClass {
    const found = this.#connection.get(projectClass, `${select} AND id = :id`, { projectId, id });
    if (!found) throw new NarashiError('projects.class-not-found', { id });
    return found;
  }

  /** @throws NarashiError projects.class-exists, store.invalid */
  add(projectId: number, label: ClassLabel): ProjectClass {
    const values = check(labelSchema, label, `class ${label.name}`);
    const known = this.#named(projectId, values.name);
    if (known?.removedAt === null) throw new NarashiError('projects.class-exists', { name: values.name });
    return this.#put(projectId, values, known);
  }

  /** The class of that name, added where it is missing; a verdict it has already stays. @throws NarashiError store.invalid */
  ensure(projectId: number, label: ClassLabel): ProjectClass {
    const values = check(labelSchema, label, `class ${label.name}`);
    const known = this.#named(projectId, values.name);
    return known?.removedAt === null ? this.get(projectId, known.id) : this.#put(projectId, values, known);
  }

  /** @throws NarashiError projects.class-not-found, projects.class-exists, store.invalid */
  update(projectId: number, id: number, label: ClassLabel): ProjectClass {
    const values = check(labelSchema, label, `class ${label.name}`);
    return this.#connection.transaction(() => {
      this.get(projectId, id);
      const other = this.#named(projectId, values.name);
      if (other && other.id !== id) {
        if (other.removedAt === null) throw new NarashiError('projects.class-exists', { name: values.name });
        this.#rename(
          other.id,
          freeName(values.name, (name) => this.#named(projectId, name) !== undefined),
        );
      }
      this.#connection.run('UPDATE project_classes SET name = :name, verdict = :verdict WHERE id = :id', {
        ...values,
        id,
      });
      return this.get(projectId, id);
    });
  }

  /** @throws NarashiError projects.class-not-found, projects.class-in-use */
  remove(projectId: number, id: number): void {
    const { name, images } = this.get(projectId, id);
    if (images > 0) throw new NarashiError('projects.class-in-use', { name, images });
    this.#connection.run('UPDATE project_classes SET removed_at = :now WHERE id = :id', {
      id,
      now: this.#connection.now(),
    });
  }

  #named(projectId: number, name: string): KnownClass | undefined {
    const sql = `SELECT id, removed_at AS removedAt FROM project_classes WHERE project_id = :projectId AND name = :name`;
    return this.#connection.get(knownRow, sql, { projectId, name });
  }

  /** Adds the class, or brings a removed one of that name back. */
  #put(projectId: number, label: ClassLabel, known: KnownClass | undefined): ProjectClass {
    if (known) {
      this.#connection.run('UPDATE project_classes SET removed_at = NULL, verdict = :verdict WHERE id = :id', {
        id: known.id,
        verdict: label.verdict,
      });
      return this.get(projectId, known.id);
    }
    const { id } = this.#connection.run(
      'INSERT INTO project_classes (project_id, name, verdict) VALUES (:projectId, :name, :verdict)',
      { projectId, ...label },
    );
    return this.get(projectId, id);
  }

  #rename(id: number, name: string): void {
    this.#connection.run('UPDATE project_classes SET name = :name WHERE id = :id', { id, name });
  }
}

/** Classes that undo, redo or an import gave images again are back in sight. */
export function restoreUsedClasses(connection: Connection, projectId: number): void {
  connection.run(
    `UPDATE project_classes SET removed_at = NULL
     WHERE project_id = :projectId AND removed_at IS NOT NULL AND EXISTS (SELECT 1 FROM project_images
       WHERE project_id = :projectId AND project_images.removed_at IS NULL AND class_id = project_classes.id)`,
    { projectId },
  );
}
