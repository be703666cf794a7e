// Where an import gathers its images before they become a snapshot: a temporary table, outside the database file.
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type ClassLabel, type ImageEntry, splits } from '../../shared/domain/dataset.ts';
import type { Connection } from './connection.ts';
import type { DigestEntry } from './digest.ts';
import { isDuplicate } from './failure.ts';
import { check, filledText, optionalText, sha256, total } from './schemas.ts';

const batchSize = 1_000;

const entry = z.object({
  path: filledText,
  contentHash: sha256,
  className: z.string(),
  split: z.enum(splits),
  lot: optionalText,
  part: optionalText,
  line: optionalText,
  camera: optionalText,
  capturedAt: optionalText,
});

const columns = 'path, content_hash, class_position, split, lot, part, line, camera, captured_at';

let tables = 0;

/** Images on their way in. The write lock is not held while they stream; memory holds one batch. */
export class Staging {
  readonly #connection: Connection;
  readonly #classes: readonly ClassLabel[];
  readonly #positions: ReadonlyMap<string, number>;
  readonly #table = `temp.staging_${++tables}`;

  constructor(connection: Connection, classes: readonly ClassLabel[]) {
    this.#connection = connection;
    this.#classes = classes;
    this.#positions = new Map(classes.map((label, index) => [label.name, index]));
    connection.execute(`CREATE TABLE ${this.#table} (
      path TEXT PRIMARY KEY, content_hash BLOB, class_position INTEGER, split TEXT,
      lot TEXT, part TEXT, line TEXT, camera TEXT, captured_at TEXT) WITHOUT ROWID`);
  }

  /** @throws NarashiError store.invalid, store.unknown-class, store.duplicate-path */
  async addAll(images: Iterable<ImageEntry> | AsyncIterable<ImageEntry>): Promise<void> {
    let batch: ImageEntry[] = [];
    for await (const image of images) {
      batch.push(image);
      if (batch.length < batchSize) continue;
      this.#addBatch(batch);
      batch = [];
    }
    this.#addBatch(batch);
  }

  /** In ascending byte order of path, read a page at a time. Other work goes on between two pages. */
  async *entries(): AsyncGenerator<DigestEntry> {
    const pageRow = entry.omit({ className: true }).extend({ classIndex: z.int() });
    const page = `SELECT path, lower(hex(content_hash)) AS contentHash, class_position AS classIndex, split,
      lot, part, line, camera, captured_at AS capturedAt
      FROM ${this.#table} WHERE path > :after ORDER BY path LIMIT ${batchSize}`;
    for (let after = ''; ; ) {
      const rows = this.#connection.all(pageRow, page, { after });
      for (const row of rows) yield { ...row, className: this.#classes[row.classIndex]?.name ?? '' };
      const last = rows.at(-1);
      if (!last) return;
      after = last.path;
      await setImmediate();
    }
  }

  get size(): number {
    return this.#connection.get(total, `SELECT count(*) AS total FROM ${this.#table}`)?.total ?? 0;
  }

  /** Copies everything into the images of a snapshot, in path order. */
  moveTo(snapshotId: number): void {
    const sql = `INSERT INTO images (snapshot_id, ${columns})
      SELECT :snapshotId, ${columns} FROM ${this.#table} ORDER BY path`;
    this.#connection.run(sql, { snapshotId });
  }

  drop(): void {
    this.#connection.execute(`DROP TABLE ${this.#table}`);
  }

  #addBatch(batch: readonly ImageEntry[]): void {
    const insert = `INSERT INTO ${this.#table} (${columns}) VALUES
      (:path, unhex(:contentHash), :classIndex, :split, :lot, :part, :line, :camera, :capturedAt)`;
    this.#connection.transaction(() => {
      for (const image of batch) {
        const values = check(entry, image, `image ${image.path}`);
        const classIndex = this.#positions.get(values.className);
        if (classIndex === undefined) throw new NarashiError('store.unknown-class', values);
        try {
          this.#connection.run(insert, { ...values, classIndex });
        } catch (error) {
          throw isDuplicate(error) ? new NarashiError('store.duplicate-path', { path: values.path }) : error;
        }
      }
    });
  }
}
