// The journal of a line: each part once, under the next number, before anybody is told of it.
import { z } from 'zod';
import { type InspectedPart, inspectedPart, outcomes } from '../../../shared/domain/inspection.ts';
import { type ImageMeasure, imageMeasures } from '../../../shared/domain/reference.ts';
import type { Connection } from '../connection.ts';
import { check, flag, jsonColumn, sha256, text, total } from '../schemas.ts';

const measures = z.record(z.enum(imageMeasures), z.number());
export type PictureMeasures = Readonly<Record<ImageMeasure, number>>;

const draft = inspectedPart.omit({ id: true }).extend({
  name: text,
  reference: text.nullable(),
  contentHash: sha256.nullable(),
  identity: text.nullable(),
  measures: measures.nullable(),
  /** Nothing is to be done with its image. */
  finished: z.boolean(),
});
export type PartDraft = z.input<typeof draft>;

const row = inspectedPart.extend({
  identity: z.string().nullable(),
  image: z.string().nullable(),
  finished: flag,
  measures: jsonColumn(measures).nullable(),
});
export type JournalPart = z.output<typeof row>;

const select = `SELECT id, reference, source, name, identity, lower(hex(content_hash)) AS contentHash, outcome,
    class_name AS className, class_index AS classIndex, ng_score AS ngScore, distance, error_code AS errorCode, model,
    received_at AS receivedAt, milliseconds, measures, image, finished FROM parts`;
const shown: z.ZodType<JournalPart> = z.preprocess((found) => {
  // hex(NULL) is an empty text.
  return typeof found === 'object' && found !== null && 'contentHash' in found && found.contentHash === ''
    ? { ...found, contentHash: null }
    : found;
}, row);
const counted = z.object({ outcome: z.enum(outcomes), total: z.int() });

export type OutcomeCounts = Readonly<Record<(typeof outcomes)[number], number>>;

export class Parts {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** All of them, or none. @throws NarashiError store.disk-full, store.invalid */
  record(drafts: readonly PartDraft[]): InspectedPart[] {
    // One alone is all or nothing by itself.
    if (drafts.length === 1) return drafts.map((each) => this.#insert(each));
    return this.#connection.transaction(() => drafts.map((each) => this.#insert(each)));
  }

  #insert(given: PartDraft): InspectedPart {
    const { measures: figures, finished, identity, ...part } = check(draft, given, `part ${given.name}`);
    const { id } = this.#connection.run(
      `INSERT INTO parts (reference, source, name, identity, content_hash, outcome, class_name, class_index, ng_score,
         distance, error_code, model, received_at, milliseconds, measures, finished)
       VALUES (:reference, :source, :name, :identity, unhex(:contentHash), :outcome, :className, :classIndex, :ngScore,
         :distance, :errorCode, :model, :receivedAt, :milliseconds, :measures, :finished)`,
      { ...part, identity, measures: figures && JSON.stringify(figures), finished: Number(finished) },
    );
    return { id, ...part };
  }

  /** Its image lies where it belongs; null: it was not kept. */
  finish(id: number, image: string | null): void {
    this.#connection.run('UPDATE parts SET finished = 1, image = :image WHERE id = :id', { id, image });
  }

  /** Its image was thrown away. */
  forgetImage(id: number): void {
    this.#connection.run('UPDATE parts SET image = NULL WHERE id = :id', { id });
  }

  get(id: number): JournalPart | undefined {
    return this.#connection.get(shown, `${select} WHERE id = :id`, { id });
  }

  /** The newest part that came by this very file or request. */
  ofIdentity(identity: string): JournalPart | undefined {
    return this.#connection.get(shown, `${select} WHERE identity = :identity ORDER BY id DESC LIMIT 1`, { identity });
  }

  /** Recorded, but a crash came before their images were placed: of the last `among` parts. */
  unfinished(among: number): JournalPart[] {
    const after = Math.max(0, this.lastId() - among);
    return this.#connection.all(shown, `${select} WHERE id > :after AND finished = 0 ORDER BY id`, { after });
  }

  /** In order, from behind `after`. */
  since(after: number, limit: number): JournalPart[] {
    return this.#connection.all(shown, `${select} WHERE id > :after ORDER BY id LIMIT :limit`, { after, limit });
  }

  /** The newest first. */
  latest(limit: number, before: number = Number.MAX_SAFE_INTEGER): JournalPart[] {
    const sql = `${select} WHERE id < :before ORDER BY id DESC LIMIT :limit`;
    return this.#connection.all(shown, sql, { before, limit });
  }

  counts(): OutcomeCounts {
    const sql = 'SELECT outcome, count(*) AS total FROM parts GROUP BY outcome';
    const found = new Map(this.#connection.all(counted, sql).map((each) => [each.outcome, each.total]));
    const of = (outcome: (typeof outcomes)[number]) => found.get(outcome) ?? 0;
    return { OK: of('OK'), NG: of('NG'), review: of('review'), error: of('error') };
  }

  lastId(): number {
    return this.#connection.get(total, 'SELECT coalesce(max(id), 0) AS total FROM parts')?.total ?? 0;
  }

  /** With images that are still kept, the oldest first; those that people looked at wait to be given to the next data. */
  withImages(limit: number, after = 0): JournalPart[] {
    const sql = `${select} WHERE image IS NOT NULL AND id > :after AND id NOT IN (SELECT part_id FROM reviews WHERE taken = 0)
      ORDER BY id LIMIT :limit`;
    return this.#connection.all(shown, sql, { limit, after });
  }
}
