// Images of projects: added by imports, found by filter, shown in pages, counted by class, split and lot.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { ImageFilter, ImageRow } from '../../shared/contract/images.ts';
import { type Split, splits } from '../../shared/domain/dataset.ts';
import type { LabelledImage } from '../../shared/domain/project.ts';
import type { Connection } from './connection.ts';
import { IncomingImages } from './incoming-images.ts';
import {
  columns,
  conditionOf,
  type ImageSort,
  idRow,
  imageRow,
  labelledRow,
  orders,
  present,
} from './project-image-rows.ts';

const hashRow = z.object({ hash: z.string() });
const facetRow = z.object({ name: z.string(), images: z.int() });
const classFacetRow = z.object({ classId: z.int().nullable(), images: z.int() });
const splitFacetRow = z.object({ split: z.enum(splits).nullable(), images: z.int() });

/** Lots named by the facets: the largest. */
const lotLimit = 200;

export type Facets = {
  readonly total: number;
  readonly unlabelled: number;
  readonly classes: { readonly classId: number; readonly images: number }[];
  readonly splits: { readonly name: string; readonly images: number }[];
  readonly lots: { readonly name: string; readonly images: number }[];
};

export class ProjectImages {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** A place to gather the images of an import in; drop it in the end. */
  incoming(projectId: number): IncomingImages {
    return new IncomingImages(this.#connection, projectId);
  }

  /** Which of these images the project has. */
  known(projectId: number, hashes: readonly string[]): Set<string> {
    const sql = `SELECT value AS hash FROM json_each(:hashes)
      CROSS JOIN project_images ON content_hash = unhex(value) WHERE ${present}`;
    return new Set(
      this.#connection.all(hashRow, sql, { projectId, hashes: JSON.stringify(hashes) }).map(({ hash }) => hash),
    );
  }

  /** Which of these images any project has or has had: their originals must stay. */
  usedAnywhere(hashes: readonly string[]): Set<string> {
    // In this order (CROSS JOIN keeps it), each look-up is by the index of a project's hashes.
    const sql = `SELECT DISTINCT value AS hash FROM json_each(:hashes) CROSS JOIN projects
      CROSS JOIN project_images ON project_images.project_id = projects.id AND content_hash = unhex(value)`;
    return new Set(this.#connection.all(hashRow, sql, { hashes: JSON.stringify(hashes) }).map(({ hash }) => hash));
  }

  /** Content hashes of every image of every project: the originals that must be in the library. */
  allHashes(): string[] {
    const sql = 'SELECT DISTINCT lower(hex(content_hash)) AS hash FROM project_images';
    return this.#connection.all(hashRow, sql).map(({ hash }) => hash);
  }

  /** Ids of all images that fit, in order. */
  find(projectId: number, filter: ImageFilter = {}, sort: ImageSort = 'path'): number[] {
    const { sql, values } = conditionOf(filter);
    return this.#connection
      .all(idRow, `SELECT id FROM project_images WHERE ${sql} ORDER BY ${orders[sort]}`, { ...values, projectId })
      .map(({ id }) => id);
  }

  /** In the order of `ids`; those no longer there are left out. */
  rows(projectId: number, ids: ArrayLike<number>): ImageRow[] {
    return this.#connection.all(
      imageRow,
      `SELECT ${columns}, lower(hex(content_hash)) AS hash, width, height, bytes, imported_at AS importedAt
       FROM json_each(:ids) AS chosen CROSS JOIN project_images ON project_images.id = chosen.value
       WHERE ${present} ORDER BY chosen.key`,
      { projectId, ids: JSON.stringify(Array.from(ids)) },
    );
  }

  /** @throws NarashiError projects.image-not-found */
  get(projectId: number, id: number): ImageRow {
    const [found] = this.rows(projectId, [id]);
    if (!found) throw new NarashiError('projects.image-not-found', { id });
    return found;
  }

  facets(projectId: number): Facets {
    const count = <T>(row: z.ZodType<T>, column: string, name: string, tail = '') =>
      this.#connection.all(
        row,
        `SELECT ${column} AS ${name}, count(*) AS images FROM project_images WHERE ${present} ${tail}`,
        { projectId },
      );
    const classes = count(classFacetRow, 'class_id', 'classId', 'GROUP BY class_id');
    const perSplit = count(splitFacetRow, 'split', 'split', 'GROUP BY split');
    return {
      total: classes.reduce((sum, { images }) => sum + images, 0),
      unlabelled: classes.find(({ classId }) => classId === null)?.images ?? 0,
      classes: classes.flatMap(({ classId, images }) => (classId === null ? [] : [{ classId, images }])),
      splits: splits.map((name) => ({ name, images: perSplit.find(({ split }) => split === name)?.images ?? 0 })),
      lots: count(
        facetRow,
        'lot',
        'name',
        `AND lot IS NOT NULL GROUP BY lot ORDER BY images DESC, name LIMIT ${lotLimit}`,
      ),
    };
  }

  /** All labelled images, in ascending byte order of path. */
  labelled(projectId: number): LabelledImage[] {
    return this.#connection.all(
      labelledRow,
      `SELECT ${columns}, lower(hex(content_hash)) AS contentHash FROM project_images
       WHERE ${present} AND class_id IS NOT NULL ORDER BY path`,
      { projectId },
    );
  }

  /** Differs whenever images or labels of the project may. */
  revision(projectId: number): string {
    const row = z.object({ revision: z.string() });
    const sql = `SELECT json_array(
        (SELECT max(id) FROM project_images WHERE project_id = :projectId),
        (SELECT count(*) FROM project_images WHERE ${present}),
        (SELECT max(id) FROM edits WHERE project_id = :projectId),
        (SELECT count(*) FROM edits WHERE project_id = :projectId AND state = 'done')) AS revision`;
    return this.#connection.get(row, sql, { projectId })?.revision ?? '';
  }

  /** Keeps the split that images were given; one that has a split keeps it. Returns how many had none. */
  setSplits(projectId: number, split: Split, ids: ArrayLike<number>): number {
    const { changes } = this.#connection.run(
      `UPDATE project_images SET split = :split WHERE project_id = :projectId AND split IS NULL
         AND id IN (SELECT value FROM json_each(:ids))`,
      { projectId, split, ids: JSON.stringify(Array.from(ids)) },
    );
    return changes;
  }

  /** Puts images into a split whatever theirs was; data versions made before keep what they have. */
  moveToSplit(projectId: number, split: Split, ids: readonly number[]): number {
    const { changes } = this.#connection.run(
      `UPDATE project_images SET split = :split WHERE project_id = :projectId AND split IS NOT :split
         AND id IN (SELECT value FROM json_each(:ids))`,
      { projectId, split, ids: JSON.stringify(ids) },
    );
    return changes;
  }
}
