// Images of projects as rows: what may be written, what comes back, and how a filter becomes SQL.
import { z } from 'zod';
import type { ImageFilter, ImageRow, imageSorts } from '../../shared/contract/images.ts';
import { splits } from '../../shared/domain/dataset.ts';
import type { LabelledImage } from '../../shared/domain/project.ts';
import type { Values } from './connection.ts';
import { filledText, identity, optionalText, sha256 } from './schemas.ts';

export const draftSchema = z.object({
  path: filledText,
  contentHash: sha256,
  classId: identity.nullable(),
  split: z
    .enum(splits)
    .nullish()
    .transform((split) => split ?? null),
  lot: optionalText,
  part: optionalText,
  line: optionalText,
  camera: optionalText,
  capturedAt: optionalText,
  width: identity,
  height: identity,
  bytes: identity,
});

export const idRow = z.object({ id: z.int() });

const origin = {
  lot: z.string().nullable(),
  part: z.string().nullable(),
  line: z.string().nullable(),
  camera: z.string().nullable(),
  capturedAt: z.string().nullable(),
};
export const imageRow: z.ZodType<ImageRow> = z.object({
  id: z.int(),
  hash: z.string(),
  path: z.string(),
  classId: z.int().nullable(),
  split: z.enum(splits).nullable(),
  ...origin,
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  importedAt: z.string(),
});
export const labelledRow: z.ZodType<LabelledImage> = z.object({
  id: z.int(),
  path: z.string(),
  contentHash: z.string(),
  classId: z.int(),
  split: z.enum(splits).nullable(),
  ...origin,
});

export const columns = `project_images.id, project_images.path, class_id AS classId, split, lot, part, line, camera,
  captured_at AS capturedAt`;
/** An image that is in the project and has not been removed. */
export const present = 'project_images.project_id = :projectId AND project_images.removed_at IS NULL';

export type ImageSort = (typeof imageSorts)[number];
/** Images without a label come before all classes. */
export const orders: Readonly<Record<ImageSort, string>> = {
  path: 'path',
  newest: 'imported_at DESC, project_images.id DESC',
  class: '(SELECT name FROM project_classes WHERE id = class_id), path',
};

/** The condition that a filter comes to, and its values. Only what is asked for is in it, so that indexes are used. */
export function conditionOf(filter: ImageFilter): { readonly sql: string; readonly values: Values } {
  const { classId, split, lot, text } = filter;
  const parts = [
    present,
    ...(classId === undefined ? [] : [classId === null ? 'class_id IS NULL' : 'class_id = :classId']),
    ...(split === undefined ? [] : ['split = :split']),
    ...(lot === undefined ? [] : ['lot = :lot']),
    ...(text === undefined || text === '' ? [] : ['instr(fold(path), fold(:text)) > 0']),
  ];
  const values = { classId: classId ?? null, split: split ?? null, lot: lot ?? null, text: text ?? null };
  return { sql: parts.join(' AND '), values };
}
