// Second opinions: what an inspector judged an image to be without seeing its label. One per inspector and image, the last.
import { z } from 'zod';
import type { Connection } from './connection.ts';
import { check, filledText, identity, total } from './schemas.ts';

const row = z.object({ inspector: z.string(), imageId: z.int(), classId: z.int() });
export type Opinion = z.infer<typeof row>;
const draft = z.object({ projectId: identity, inspector: filledText, imageId: identity, classId: identity });

export class Opinions {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @throws NarashiError store.invalid where image or class are not the project's */
  give(opinion: z.infer<typeof draft>): void {
    this.#connection.run(
      `INSERT OR REPLACE INTO opinions (project_id, inspector, image_id, class_id, at)
       VALUES (:projectId, :inspector, :imageId, :classId, :now)`,
      { ...check(draft, opinion, 'opinion'), now: this.#connection.now() },
    );
  }

  withdraw(projectId: number, inspector: string, imageId: number): void {
    this.#connection.run(
      'DELETE FROM opinions WHERE project_id = :projectId AND inspector = :inspector AND image_id = :imageId',
      { projectId, inspector, imageId },
    );
  }

  /** Labelled images that are still there and that the inspector has judged. */
  judged(projectId: number, inspector: string): number {
    const sql = `SELECT count(*) AS total FROM opinions JOIN project_images ON project_images.id = image_id
      WHERE opinions.project_id = :projectId AND inspector = :inspector
        AND removed_at IS NULL AND project_images.class_id IS NOT NULL`;
    return this.#connection.get(total, sql, { projectId, inspector })?.total ?? 0;
  }

  /** By inspector, then image. */
  list(projectId: number): Opinion[] {
    return this.#connection.all(
      row,
      `SELECT inspector, image_id AS imageId, class_id AS classId FROM opinions WHERE project_id = :projectId
       ORDER BY inspector, image_id`,
      { projectId },
    );
  }
}
