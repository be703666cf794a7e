// Labels and removals in bulk, each one step of undo. What was undone can be done again until a new step is made.
import { z } from 'zod';
import { type EditKind, type EditStep, editKinds, type LabelChange } from '../../shared/domain/project.ts';
import type { Connection } from './connection.ts';
import { ProjectClasses, restoreUsedClasses } from './project-classes.ts';
import { present } from './project-image-rows.ts';

const stepRow = z.object({ id: z.int(), kind: z.enum(editKinds), images: z.int() });
const changeRow: z.ZodType<LabelChange> = z.object({
  at: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  undone: z.int().transform((value) => value === 1),
});

/** What each direction takes up next, and the state it leaves it in. */
const directions = {
  undo: { which: 'max(id)', from: 'done', to: 'undone' },
  redo: { which: 'min(id)', from: 'undone', to: 'done' },
} as const;
type Direction = keyof typeof directions;

export class Edits {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Gives the images a class, or none (null), as one step. Images that are not in the project or have that class
   * already are left alone; their number is not in the one returned. @throws NarashiError projects.class-not-found
   * @param reason as the user says; empty for changes made in passing
   */
  label(projectId: number, imageIds: ArrayLike<number>, classId: number | null, reason = ''): number {
    if (classId !== null) new ProjectClasses(this.#connection).get(projectId, classId);
    return this.#make(projectId, 'label', imageIds, classId, reason);
  }

  /** Takes the images out of the project, as one step. Returns how many there were. */
  remove(projectId: number, imageIds: ArrayLike<number>): number {
    return this.#make(projectId, 'remove', imageIds, null);
  }

  /** Takes the latest step back; null where there is none. */
  undo(projectId: number): EditStep | null {
    return this.#go(projectId, 'undo');
  }

  /** Does again what was undone last; null where there is none. */
  redo(projectId: number): EditStep | null {
    return this.#go(projectId, 'redo');
  }

  /** What undo and redo would do now. */
  steps(projectId: number): { readonly undo: EditStep | null; readonly redo: EditStep | null } {
    return { undo: this.#next(projectId, 'undo').step, redo: this.#next(projectId, 'redo').step };
  }

  /** Every change of an image's label, oldest first, those taken back included. */
  labelHistory(projectId: number, imageId: number): LabelChange[] {
    return this.#connection.all(
      changeRow,
      `SELECT edits.created_at AS at, earlier.name AS "from", later.name AS "to", edits.state <> 'done' AS undone
       FROM edit_images JOIN edits ON edits.id = edit_id
         LEFT JOIN project_classes AS earlier ON earlier.id = before
         LEFT JOIN project_classes AS later ON later.id = after
       WHERE image_id = :imageId AND edits.project_id = :projectId AND kind = 'label' ORDER BY edits.id`,
      { projectId, imageId },
    );
  }

  #make(projectId: number, kind: EditKind, imageIds: ArrayLike<number>, classId: number | null, reason = ''): number {
    const values = { projectId, kind, classId, reason, now: this.#connection.now() };
    return this.#connection.transaction(() => {
      const { id: edit } = this.#connection.run(
        `INSERT INTO edits (project_id, kind, state, reason, created_at)
         VALUES (:projectId, :kind, 'done', :reason, :now)`,
        values,
      );
      const { changes } = this.#connection.run(
        `INSERT INTO edit_images (edit_id, image_id, before, after)
         SELECT :edit, id, iif(:kind = 'label', class_id, NULL), :classId FROM project_images
         WHERE ${present} AND id IN (SELECT value FROM json_each(:ids))
           AND (:kind = 'remove' OR class_id IS NOT :classId)`,
        { ...values, edit, ids: JSON.stringify(Array.from(imageIds)) },
      );
      if (changes === 0) {
        this.#connection.run('DELETE FROM edits WHERE id = :edit', { edit });
        return 0;
      }
      this.#connection.run(
        "UPDATE edits SET state = 'discarded' WHERE project_id = :projectId AND state = 'undone'",
        values,
      );
      this.#apply(edit, kind, 'redo');
      return changes;
    });
  }

  #go(projectId: number, direction: Direction): EditStep | null {
    return this.#connection.transaction(() => {
      const { id, step } = this.#next(projectId, direction);
      if (!step) return null;
      this.#apply(id, step.kind, direction);
      this.#connection.run('UPDATE edits SET state = :to WHERE id = :id', { id, to: directions[direction].to });
      restoreUsedClasses(this.#connection, projectId);
      return step;
    });
  }

  #next(projectId: number, direction: Direction): { readonly id: number; readonly step: EditStep | null } {
    const { which, from } = directions[direction];
    const found = this.#connection.get(
      stepRow,
      `SELECT id, kind, (SELECT count(*) FROM edit_images WHERE edit_id = edits.id) AS images FROM edits
       WHERE id = (SELECT ${which} FROM edits WHERE project_id = :projectId AND state = :from)`,
      { projectId, from },
    );
    return found ? { id: found.id, step: { kind: found.kind, images: found.images } } : { id: 0, step: null };
  }

  /**
   * Writes an edit's outcome (redo) or what was there before it (undo) into its images. An image that an import brought
   * back under another label meanwhile keeps that label.
   */
  #apply(edit: number, kind: EditKind, direction: Direction): void {
    const [from, to] = direction === 'redo' ? ['before', 'after'] : ['after', 'before'];
    const change =
      kind === 'remove'
        ? { value: `removed_at = ${direction === 'redo' ? ':now' : 'NULL'}`, where: '' }
        : { value: `class_id = edit_images.${to}`, where: `AND class_id IS edit_images.${from}` };
    this.#connection.run(
      `UPDATE project_images SET ${change.value} FROM edit_images
       WHERE edit_id = :edit AND image_id = project_images.id ${change.where}`,
      { edit, now: this.#connection.now() },
    );
  }
}
