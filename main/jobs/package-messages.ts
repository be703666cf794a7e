// What the making of a package is given; its files are left in a folder, unsigned.
import { z } from 'zod';
import { packageManifest } from '../../shared/domain/package.ts';
import { snapshotPart } from './train-messages.ts';

export const packageFacts = packageManifest.omit({
  schema: true,
  models: true,
  leftOut: true,
  files: true,
  goldenSamples: true,
  likeness: true,
});

export const packagePayload = z.object({
  /** Root of the workspace, for the pixel cache and the originals. */
  workspace: z.string(),
  snapshot: snapshotPart,
  /** The exported model, proved before. */
  model: z.string(),
  size: z.int().positive(),
  facts: packageFacts,
  /** Also the form that takes pictures of any size. */
  anySize: z.boolean(),
  /** File that lists the images of the snapshot, and one with what training said of the test images. */
  images: z.string(),
  judged: z.string(),
  /** Where the images were imported from: originals that were not copied into the workspace lie there. */
  roots: z.array(z.string()),
  /** Where the package's files are written; emptied before. */
  folder: z.string(),
});
export type PackageOrder = z.infer<typeof packagePayload>;

/** Images looked at, of how many in all. */
export const packageEvent = z.object({ done: z.int(), total: z.int() });
