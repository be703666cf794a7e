// The images of a project: found by filters, shown in pages, labelled in bulk with undo, frozen into snapshots.
import { z } from 'zod';
import { method, service } from '../rpc/contract.ts';
import { classLabel, count, identity, identityBytes, moment, sha256, split, text } from './common.ts';

export const imageFilter = z.strictObject({
  /** Null: without a label; absent: any. */
  classId: identity.nullable().optional(),
  split: split.optional(),
  lot: text.max(500).optional(),
  /** Part of the file's path, whatever its case. */
  text: text.max(200).optional(),
});
export type ImageFilter = z.infer<typeof imageFilter>;

export const imageSorts = ['path', 'newest', 'class'] as const;

export const imageRow = z.object({
  id: identity,
  hash: sha256,
  path: z.string(),
  classId: identity.nullable(),
  split: split.nullable(),
  lot: z.string().nullable(),
  part: z.string().nullable(),
  line: z.string().nullable(),
  camera: z.string().nullable(),
  capturedAt: z.string().nullable(),
  width: count,
  height: count,
  bytes: count,
  importedAt: moment,
});
export type ImageRow = z.infer<typeof imageRow>;

const facet = z.object({ name: z.string(), images: count });

export const labelChange = z.object({
  at: moment,
  from: z.string().nullable(),
  to: z.string().nullable(),
  undone: z.boolean(),
});

export const snapshotSummary = z.object({
  id: identity,
  digest: sha256,
  createdAt: moment,
  images: count,
  classes: z.array(classLabel),
  counts: z.object({ train: count, validation: count, test: count }),
  runs: count,
});
export type SnapshotSummary = z.infer<typeof snapshotSummary>;

/** Which step an undo or redo took back or again; null where there is none. */
const undoStep = z.object({ kind: z.enum(['label', 'remove']), images: count }).nullable();

const one = z.strictObject({ projectId: identity });
const chosen = { projectId: identity, imageIds: identityBytes };

export const images = service(
  'images',
  {
    /** Identities of all images that fit, in order: packed int32, see `unpackIdentities`. */
    find: method(
      z.strictObject({ projectId: identity, filter: imageFilter, sort: z.enum(imageSorts) }),
      z.object({ ids: z.instanceof(Uint8Array) }),
    ),
    rows: method(z.strictObject({ projectId: identity, ids: z.array(identity).max(1_000) }), z.array(imageRow)),
    facets: method(
      one,
      z.object({
        total: count,
        unlabelled: count,
        classes: z.array(z.object({ classId: identity, images: count })),
        splits: z.array(facet),
        /** The 200 largest. */
        lots: z.array(facet),
      }),
    ),
    /** Gives all of them a class, or none; one step of undo. */
    label: method(z.strictObject({ ...chosen, classId: identity.nullable() }), z.object({ changed: count })),
    /** Takes them out of the project; one step of undo. The files stay in the workspace. */
    remove: method(z.strictObject(chosen), z.object({ changed: count })),
    undo: method(one, undoStep),
    redo: method(one, undoStep),
    /** What undo and redo would do now. */
    steps: method(one, z.object({ undo: undoStep, redo: undoStep })),
    labelHistory: method(z.strictObject({ projectId: identity, imageId: identity }), z.array(labelChange)),
    /** Freezes the labelled images as they are now; equal data gives the same snapshot. */
    freeze: method(one, snapshotSummary),
    snapshots: method(one, z.array(snapshotSummary)),
  },
  { changed: z.object({ projectId: identity }) },
);
