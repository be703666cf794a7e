// Snapshots, their images and imports as rows: what may be written, and what comes back.
import { z } from 'zod';
import {
  type ClassCount,
  type ClassLabel,
  type ImageRecord,
  type ImportRecord,
  splits,
  verdicts,
} from '../../shared/domain/dataset.ts';
import { filledText, text } from './schemas.ts';

export const classList = z
  .array(z.object({ name: filledText, verdict: z.enum(verdicts) }))
  .refine((list) => new Set(list.map((label) => label.name)).size === list.length, 'two classes have the same name');
export const skippedFile = z.object({ path: text, reason: text });
export const snapshotRow = z.object({ id: z.int(), digest: z.string(), createdAt: z.string(), imageCount: z.int() });
export const classRow: z.ZodType<ClassLabel> = z.object({ name: z.string(), verdict: z.enum(verdicts) });
export const imageRow: z.ZodType<ImageRecord> = z.object({
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
export const countRow: z.ZodType<ClassCount> = z.object({
  classIndex: z.int(),
  split: z.enum(splits),
  images: z.int(),
});
export const importRow: z.ZodType<ImportRecord> = z.object({
  id: z.int(),
  datasetId: z.int(),
  snapshotId: z.int(),
  createdAt: z.string(),
  skippedCount: z.int(),
});

export const selectSnapshot = `SELECT id, lower(hex(digest)) AS digest, created_at AS createdAt, image_count AS imageCount
  FROM snapshots`;
const pageSize = 1_000;
const selectImage = `SELECT id, path, lower(hex(content_hash)) AS contentHash, class_position AS classIndex, split,
  lot, part, line, camera, captured_at AS capturedAt FROM images`;
export const selectByIds = `${selectImage} WHERE snapshot_id = :id AND id IN (SELECT value FROM json_each(:ids))`;
export const selectPage = `${selectImage}
  WHERE snapshot_id = :id AND path > :after AND (:split IS NULL OR split = :split) ORDER BY path LIMIT ${pageSize}`;
