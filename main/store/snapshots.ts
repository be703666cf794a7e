// Snapshots of data sets: recorded once, never changed, told apart by content.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type {
  ClassCount,
  ClassLabel,
  ImageEntry,
  ImageRecord,
  ImportRecord,
  SkippedFile,
  Snapshot,
  Split,
} from '../../shared/domain/dataset.ts';
import type { Connection } from './connection.ts';
import { Datasets } from './datasets.ts';
import { snapshotDigest } from './digest.ts';
import { check } from './schemas.ts';
import {
  classList,
  classRow,
  countRow,
  imageRow,
  importRow,
  selectByIds,
  selectPage,
  selectSnapshot,
  skippedFile,
  snapshotRow,
} from './snapshot-rows.ts';
import { Staging } from './staging.ts';

/** What one import brings. `skipped` is read after `images` has ended, so the iterator may fill it as it goes. */
export type Import = {
  readonly datasetId: number;
  readonly classes: readonly ClassLabel[];
  readonly images: Iterable<ImageEntry> | AsyncIterable<ImageEntry>;
  readonly skipped?: Iterable<SkippedFile>;
};

/** `isNew` is false where the same data had been imported before; the earlier snapshot is returned then. */
export type Imported = { readonly snapshot: Snapshot; readonly importId: number; readonly isNew: boolean };

export class Snapshots {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Records an import: all of it or, when anything fails or the iterator throws, nothing.
   * @throws NarashiError store.dataset-not-found, store.invalid, store.unknown-class, store.duplicate-path, store.disk-full, …
   */
  async record(source: Import): Promise<Imported> {
    const classes = check(classList, source.classes, 'list of classes');
    new Datasets(this.#connection).get(source.datasetId);
    const staging = new Staging(this.#connection, classes);
    try {
      await staging.addAll(source.images);
      const skipped = check(z.array(skippedFile), [...(source.skipped ?? [])], 'list of skipped files');
      const digest = await snapshotDigest(classes, staging.entries());
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

  /** @throws NarashiError store.snapshot-not-found */
  get(id: number): Snapshot {
    const found = this.#connection.get(snapshotRow, `${selectSnapshot} WHERE id = :id`, { id });
    if (!found) throw new NarashiError('store.snapshot-not-found', { id });
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

  /** Those of the given images that are the snapshot's, in no particular order. */
  byIds(id: number, imageIds: readonly number[]): ImageRecord[] {
    return this.#connection.all(imageRow, selectByIds, { id, ids: JSON.stringify(imageIds) });
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
