// Parts that a person should look at, and what was said of them.
import { z } from 'zod';
import type { Connection } from '../connection.ts';
import { check, filledText, identity, total } from '../schemas.ts';

const draft = z.object({ partId: identity, className: filledText, operator: filledText });
const row = z.object({
  partId: z.int(),
  className: z.string(),
  operator: z.string(),
  at: z.string(),
  image: z.string(),
  name: z.string(),
});
export type Review = z.infer<typeof row>;
const drawReasons = ['lot', 'drift'] as const;
export type DrawReason = (typeof drawReasons)[number];
const drawnRow = z.object({ reason: z.enum(drawReasons) });

const MOST_COUNTED = 1_000;

/** Doubtful parts, and those drawn by lot, each by its own index. */
const waiting = `FROM (
    SELECT id FROM parts WHERE outcome IN ('review', 'error') AND image IS NOT NULL AND finished = 1
    UNION ALL
    SELECT id FROM drawn JOIN parts ON parts.id = part_id
    WHERE image IS NOT NULL AND finished = 1 AND outcome NOT IN ('review', 'error')
  ) WHERE id NOT IN (SELECT part_id FROM reviews) AND id NOT IN (SELECT part_id FROM unusable)`;

export class Reviews {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** A second word replaces the first. @throws NarashiError store.invalid */
  say(given: z.input<typeof draft>): void {
    const said = check(draft, given, `review of part ${given.partId}`);
    this.#connection.transaction(() => {
      this.#connection.run('DELETE FROM unusable WHERE part_id = :partId', said);
      this.#connection.run(
        `INSERT INTO reviews (part_id, class_name, operator, at) VALUES (:partId, :className, :operator, :now)
         ON CONFLICT (part_id) DO UPDATE SET class_name = excluded.class_name, operator = excluded.operator,
           at = excluded.at, taken = 0`,
        { ...said, now: this.#connection.now() },
      );
    });
  }

  /** Its image is of no use: it waits no longer, and nothing is learnt from it. @throws NarashiError store.invalid */
  setAside(partId: number, operator: string): void {
    const name = check(filledText, operator, 'operator');
    this.#connection.transaction(() => {
      this.takeBack(partId);
      this.#connection.run('INSERT OR REPLACE INTO unusable (part_id, operator, at) VALUES (:partId, :name, :now)', {
        partId,
        name,
        now: this.#connection.now(),
      });
    });
  }

  /** For people to look at, however sure the model was. */
  draw(partId: number, reason: DrawReason = 'lot'): void {
    this.#connection.run('INSERT OR IGNORE INTO drawn (part_id, reason) VALUES (:partId, :reason)', { partId, reason });
  }

  /** Why it was drawn; undefined where it was not. */
  drawnBy(partId: number): DrawReason | undefined {
    const sql = 'SELECT reason FROM drawn WHERE part_id = :partId';
    return this.#connection.get(drawnRow, sql, { partId })?.reason;
  }

  /** What was said of it, unless it was taken already: it waits again. */
  takeBack(partId: number): void {
    this.#connection.run('DELETE FROM reviews WHERE part_id = :partId AND taken = 0', { partId });
    this.#connection.run('DELETE FROM unusable WHERE part_id = :partId', { partId });
  }

  /** Doubtful and drawn parts nobody has looked at yet; counted to a thousand, because a line asks often. */
  waiting(): number {
    const sql = `SELECT count(*) AS total FROM (SELECT 1 ${waiting} LIMIT ${MOST_COUNTED})`;
    return this.#connection.get(total, sql)?.total ?? 0;
  }

  /** Their numbers, the oldest first, from behind `after`. */
  waitingIds(limit: number, after = 0): number[] {
    const sql = `SELECT id AS total ${waiting} AND id > :after ORDER BY id LIMIT :limit`;
    return this.#connection.all(total, sql, { limit, after }).map((each) => each.total);
  }

  /** Looked at, and not yet given to the next version of the data. */
  untaken(): Review[] {
    return this.#connection.all(
      row,
      `SELECT part_id AS partId, reviews.class_name AS className, operator, at, image, name FROM reviews
       JOIN parts ON parts.id = part_id WHERE taken = 0 AND image IS NOT NULL ORDER BY part_id`,
    );
  }

  markTaken(partIds: readonly number[]): void {
    this.#connection.transaction(() => {
      for (const partId of partIds)
        this.#connection.run('UPDATE reviews SET taken = 1 WHERE part_id = :partId', { partId });
    });
  }
}
