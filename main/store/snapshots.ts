// Snapshots of data sets: recorded once, never changed, told apart by content.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import {
  type ClassCount,
  type ClassLabel,
  type ImageEntry,
  type ImageRecord,
  type ImportRecord,
  type SkippedFile,
  type Snapshot,
  type Split,
  splits,
  verdicts,
} from '../../shared/domain/dataset.ts';
import type { Connection } from './connection.ts';
import { Datasets } from './datasets.ts';
import { snapshotDigest } from './digest.ts';
import { check, filledText, text } from './schemas.ts';
import { Staging } from './staging.ts';

const pageSize = 1_000;

/** What one import brings. `skipped` is read after `images` has ended, so the iterator may fill it as it goes. */
export type Import = {
  readonly datasetId: number;
  readonly classes: readonly ClassLabel[];
  readonly images: Iterable<ImageEntry> | AsyncIterable<ImageEntry>;
  readonly skipped?: Iterable<SkippedFile>;
};

/** `isNew` is false where the same data had been imported before; the earlier snapshot is returned then. */
export type Imported = { readonly snapshot: Snapshot; readonly importId: number; readonly isNew: boolean };

const classList = z
  .array(z.object({ name: filledText, verdict: z.enum(verdicts) }))
  .refine((list) => new Set(list.map((label) => label.name)).size === list.length, 'two classes have the same name');
const skippedFile = z.object({ path: text, reason: text });
const snapshotRow = z.object({ id: z.int(), digest: z.string(), createdAt: z.string(), imageCount: z.int() });
const classRow: z.ZodType<ClassLabel> = z.object({ name: z.string(), verdict: z.enum(verdicts) });
const imageRow: z.ZodType<ImageRecord> = z.object({
  id: z.int(),
  path: z.string(),
  contentHash: z.string(),
  classIndex: z.int(),
  split: z.enum(splits),
  lot: z.string().nullable(),
  part: z.string().nullable(),
  line: z.string().nullable(),
  camera: z.string().nullable(),
  capturedAt: z.string().nullable(),
});
const countRow: z.ZodType<ClassCount> = z.object({ classIndex: z.int(), split: z.enum(splits), images: z.int() });
const importRow: z.ZodType<ImportRecord> = z.object({
  id: z.int(),
  datasetId: z.int(),
  snapshotId: z.int(),
  createdAt: z.string(),
  skippedCount: z.int(),
});

const selectSnapshot = `SELECT id, lower(hex(digest)) AS digest, created_at AS createdAt, image_count AS imageCount
  FROM snapshots`;
const selectPage = `SELECT id, path, lower(hex(content_hash)) AS contentHash, class_position AS classIndex, split,
  lot, part, line, camera, captured_at AS capturedAt FROM images
  WHERE snapshot_id = :id AND path > :after AND (:split IS NULL OR split = :split) ORDER BY path LIMIT ${pageSize}`;

export class Snapshots {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Records an import: all of it or, when anything fails or the iterator throws, nothing.
   * @throws NarashiError store.not-found, store.invalid, store.unknown-class, store.duplicate-path, store.disk-full, …
   */
  async record(source: Import): Promise<Imported> {
    const classes = check(classList, source.classes, 'list of classes');
    new Datasets(this.#connection).get(source.datasetId);
    const staging = new Staging(this.#connection, classes);
    try {
      await staging.addAll(source.images);
      const skipped = check(z.array(skippedFile), [...(source.skipped ?? [])], 'list of skipped files');
      const digest = snapshotDigest(classes, staging.entries());
      return this.#connection.transaction(() => {
        const known = this.find(digest);
        const snapshot = known ?? this.#insert(digest, classes, staging);
        const importId = this.#insertImport(source.datasetId, snapshot.id, skipped);
        return { snapshot, importId, isNew: !known };
      });
    } finally {
      staging.drop();
    }
  }

  /** @throws NarashiError store.not-found */
  get(id: number): Snapshot {
    const found = this.#connection.get(snapshotRow, `${selectSnapshot} WHERE id = :id`, { id });
    if (!found) throw new NarashiError('store.not-found', { what: 'snapshot', id });
    return this.#withClasses(found);
  }

  find(digest: string): Snapshot | undefined {
    const found = this.#connection.get(snapshotRow, `${selectSnapshot} WHERE digest = unhex(:digest)`, { digest });
    return found && this.#withClasses(found);
  }

  /** Images in ascending byte order of path, the same at every call. Other work may go on between two images. */
  *images(id: number, split: Split | null = null): Generator<ImageRecord> {
    for (let after = ''; ; ) {
      const page = this.#connection.all(imageRow, selectPage, { id, split, after });
      yield* page;
      const last = page.at(-1);
      if (!last) return;
      after = last.path;
    }
  }

  counts(id: number): ClassCount[] {
    return this.#connection.all(
      countRow,
      `SELECT class_position AS classIndex, split, count(*) AS images FROM images WHERE snapshot_id = :id
       GROUP BY class_position, split ORDER BY class_position, split`,
      { id },
    );
  }

  /** A data set's imports, latest first. */
  imports(datasetId: number): ImportRecord[] {
    return this.#connection.all(
      importRow,
      `SELECT id, dataset_id AS datasetId, snapshot_id AS snapshotId, created_at AS createdAt,
         (SELECT count(*) FROM skipped_files WHERE import_id = imports.id) AS skippedCount
       FROM imports WHERE dataset_id = :datasetId ORDER BY id DESC`,
      { datasetId },
    );
  }

  skipped(importId: number): SkippedFile[] {
    return this.#connection.all(
      skippedFile,
      'SELECT path, reason FROM skipped_files WHERE import_id = :importId ORDER BY id',
      { importId },
    );
  }

  #insert(digest: string, classes: readonly ClassLabel[], staging: Staging): Snapshot {
    const { id } = this.#connection.run(
      'INSERT INTO snapshots (digest, image_count, created_at) VALUES (unhex(:digest), :size, :now)',
      { digest, size: staging.size, now: this.#connection.now() },
    );
    for (const [position, label] of classes.entries()) {
      this.#connection.run(
        'INSERT INTO snapshot_classes (snapshot_id, position, name, verdict) VALUES (:id, :position, :name, :verdict)',
        { id, position, ...label },
      );
    }
    staging.moveTo(id);
    return this.get(id);
  }

  #insertImport(datasetId: number, snapshotId: number, skipped: readonly SkippedFile[]): number {
    const { id } = this.#connection.run(
      'INSERT INTO imports (dataset_id, snapshot_id, created_at) VALUES (:datasetId, :snapshotId, :now)',
      { datasetId, snapshotId, now: this.#connection.now() },
    );
    for (const file of skipped) {
      this.#connection.run('INSERT INTO skipped_files (import_id, path, reason) VALUES (:id, :path, :reason)', {
        id,
        ...file,
      });
    }
    return id;
  }

  #withClasses(snapshot: z.infer<typeof snapshotRow>): Snapshot {
    const sql = 'SELECT name, verdict FROM snapshot_classes WHERE snapshot_id = :id ORDER BY position';
    return { ...snapshot, classes: this.#connection.all(classRow, sql, { id: snapshot.id }) };
  }
}
