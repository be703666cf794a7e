// Runs of parts of one model, read in small pieces: what the watch over a line compares.
import { z } from 'zod';
import { outcomes } from '../../../shared/domain/inspection.ts';
import { imageMeasures } from '../../../shared/domain/reference.ts';
import type { Connection } from '../connection.ts';
import { jsonColumn, total } from '../schemas.ts';

const measured = z.object({
  id: z.int(),
  outcome: z.enum(outcomes),
  ngScore: z.number().nullable(),
  distance: z.number().nullable(),
  measures: jsonColumn(z.record(z.enum(imageMeasures), z.number())).nullable(),
});
export type MeasuredPart = z.output<typeof measured>;

const counted = z.object({ outcome: z.enum(outcomes), total: z.int(), latest: z.string() });

export interface Piece {
  readonly model: string;
  /** From behind this number, up to and with that. */
  readonly after: number;
  readonly upTo: number;
}

export class Windows {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The figures of each part, in order. */
  measured({ model, after, upTo }: Piece): MeasuredPart[] {
    return this.#connection.all(
      measured,
      `SELECT id, outcome, ng_score AS ngScore, distance, measures FROM parts
       WHERE id > :after AND id <= :upTo AND model = :model ORDER BY id`,
      { model, after, upTo },
    );
  }

  /** How many there are of each verdict, received before that time; and when the last one came. */
  counts(
    { model, after, upTo }: Piece,
    before: string,
  ): readonly { readonly outcome: (typeof outcomes)[number]; readonly total: number; readonly latest: string }[] {
    return this.#connection.all(
      counted,
      `SELECT outcome, count(*) AS total, max(received_at) AS latest FROM parts
       WHERE id > :after AND id <= :upTo AND model = :model AND received_at < :before GROUP BY outcome`,
      { model, after, upTo, before },
    );
  }

  /** Numbers of the last parts that were judged OK or NG and whose images are kept. */
  sureWithImages({ model, after, upTo }: Piece, limit: number): number[] {
    const sql = `SELECT id AS total FROM parts WHERE id > :after AND id <= :upTo AND model = :model
      AND outcome IN ('OK', 'NG') AND image IS NOT NULL AND finished = 1 ORDER BY id DESC LIMIT :limit`;
    return this.#connection.all(total, sql, { model, after, upTo, limit }).map((each) => each.total);
  }

  /** When a part came; undefined where there is none from this number on. */
  firstTime(from: number): string | undefined {
    const sql = 'SELECT received_at AS at FROM parts WHERE id >= :from ORDER BY id LIMIT 1';
    return this.#connection.get(z.object({ at: z.string() }), sql, { from })?.at;
  }
}
