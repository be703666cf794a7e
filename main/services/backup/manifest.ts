// What a backup holds: one ZIP with the database, the originals, the runs, the reports, the backbones, and a list of all of them with their digests.
import { z } from 'zod';
import { count, moment, sha256 } from '../../../shared/contract/common.ts';

export const manifestName = 'manifest.json';
export const databaseName = 'narashi.db';
/** Folders of the workspace that a backup holds whole. */
export const backupFolders = ['library', 'runs', 'reports', 'backbones'] as const;
/** Of the site's key. A backup without one leaves the present key where it is. */
export const keyFolder = 'keys';
export const backupFormat = 1;
/** The list of a million images stays below this, bytes. */
export const manifestLimit = 256e6;

/** The only names there can be. What a ZIP names otherwise is never unpacked, wherever it would lead. */
const allowedPath =
  /^(?:narashi\.db|keys\/site-key\.json|library\/[0-9a-f]{2}\/[0-9a-f]{64}|backbones\/[0-9a-f]{64}\.onnx|(?:runs|reports)\/[1-9]\d{0,9}\/[\w-]{1,80}(?:\.[\w-]{1,20}){1,3})$/;
const temporary = /\.tmp$|^runs\/\d+\/judged-/;

export function belongsInBackup(path: string): boolean {
  return allowedPath.test(path) && !temporary.test(path);
}

export const manifestSchema = z.object({
  program: z.literal('narashi'),
  format: z.int().positive(),
  version: z.string().max(50),
  createdAt: moment,
  files: z.array(z.object({ path: z.string().regex(allowedPath), bytes: count, sha256 })),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = Manifest['files'][number];
