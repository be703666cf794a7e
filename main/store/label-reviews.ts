// Decisions on suspect labels: which label was looked at, what it was left as, by whom and why.
import { z } from 'zod';
import type { Connection } from './connection.ts';
import { check, identity } from './schemas.ts';

const row = z.object({ imageId: z.int(), after: z.int().nullable() });

const draft = z.object({
  projectId: identity,
  imageIds: z.array(identity).min(1),
  /** Null: the labels stay. */
  classId: identity.nullable(),
  reason: z.string(),
  operator: z.string(),
});

export class LabelReviews {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Of images as they are labelled now; call it before the labels are changed. Returns how many there were. */
  add(review: z.infer<typeof draft>): number {
    const { imageIds, ...values } = check(draft, review, 'label review');
    const { changes } = this.#connection.run(
      `INSERT INTO label_reviews (project_id, image_id, before, after, reason, operator, at)
       SELECT :projectId, id, class_id, coalesce(:classId, class_id), :reason, :operator, :now FROM project_images
       WHERE project_id = :projectId AND removed_at IS NULL AND id IN (SELECT value FROM json_each(:ids))`,
      { ...values, ids: JSON.stringify(imageIds), now: this.#connection.now() },
    );
    return changes;
  }

  /** The images count as not looked at. Returns how many there were. */
  reopen(projectId: number, imageIds: readonly number[], operator: string): number {
    const { changes } = this.#connection.run(
      `INSERT INTO label_reviews (project_id, image_id, before, after, reason, operator, at)
       SELECT :projectId, id, class_id, NULL, '', :operator, :now FROM project_images
       WHERE project_id = :projectId AND id IN (SELECT value FROM json_each(:ids))`,
      { projectId, operator, ids: JSON.stringify(imageIds), now: this.#connection.now() },
    );
    return changes;
  }

  /** Image → the label that was last decided on. */
  decided(projectId: number): Map<number, number | null> {
    const sql = 'SELECT image_id AS imageId, after FROM label_reviews WHERE project_id = :projectId ORDER BY id';
    return new Map(this.#connection.all(row, sql, { projectId }).map(({ imageId, after }) => [imageId, after]));
  }
}
