// Quality of data and labels: suspects, near-duplicates and leaks, agreement of inspectors, balance and coverage.
import { z } from 'zod';
import { method, service } from '../rpc/contract.ts';
import { classLabel, count, identity, moment, name, sha256, share, split, text } from './common.ts';

const pictured = { imageId: identity, hash: sha256, path: z.string() };

/** A label that networks which never saw the image disagree with. */
export const suspect = z.object({
  ...pictured,
  classId: identity,
  /** Class the networks see instead, and how sure they are of it and of the label. */
  suggestedClassId: identity,
  suggestedProbability: share,
  labelProbability: share,
  lot: z.string().nullable(),
  split: split.nullable(),
});
export type Suspect = z.infer<typeof suspect>;

export const suspectList = z.object({
  /** The cross-validation they come from; null: none was made yet. */
  studyId: identity.nullable(),
  at: moment.nullable(),
  /** Images added or labelled anew since. */
  changedSince: count,
  /** Estimated number of wrong labels in the whole project (confident learning), and the images judged. */
  estimatedWrong: count,
  judged: count,
  /** The most suspicious first; those decided on left out. */
  suspects: z.array(suspect),
  decided: count,
});
export type SuspectList = z.infer<typeof suspectList>;

export const duplicateGroup = z.object({
  images: z.array(
    z.object({ ...pictured, classId: identity.nullable(), split: split.nullable(), lot: z.string().nullable() }),
  ),
  /** Differing bits of the perceptual hashes, at most, within the group. */
  distance: count,
  /** Alike images on both sides of a split: the test figures are too good. */
  leaks: z.boolean(),
  /** Alike images with different labels: one of them is wrong. */
  contradicts: z.boolean(),
});
export type DuplicateGroup = z.infer<typeof duplicateGroup>;

export const duplicateList = z.object({
  compared: count,
  groups: z.array(duplicateGroup),
  leaking: count,
  contradicting: count,
});

export const balance = z.object({
  classes: z.array(
    z.object({
      classId: identity,
      ...classLabel.shape,
      images: count,
      train: count,
      validation: count,
      test: count,
      lots: count,
    }),
  ),
  /** Largest ÷ smallest class; null with fewer than two classes. */
  ratio: z.number().nullable(),
  /** Each lot with its images of every class, in order of `classes`; the 200 largest. */
  lots: z.array(z.object({ lot: z.string(), counts: z.array(count), splits: z.array(split) })),
  withoutLot: count,
  /** Lots of which every defective image lies in one split only, classes of a single lot, …: codes the screen words. */
  findings: z.array(
    z.object({
      kind: z.enum(['imbalance', 'few-images', 'single-lot', 'no-test', 'no-train', 'no-lots', 'one-class']),
      classId: identity.nullable(),
      value: z.number().nullable(),
    }),
  ),
});
export type Balance = z.infer<typeof balance>;

export const agreement = z.object({
  inspectors: z.array(z.object({ name: z.string(), images: count })),
  /** Each inspector against the labels, and each pair on the images both judged. */
  pairs: z.array(
    z.object({
      first: z.string(),
      /** Null: against the project's labels. */
      second: z.string().nullable(),
      images: count,
      agreed: count,
      kappa: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
      /** The same for OK against NG only. */
      verdictKappa: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
      classIds: z.array(identity),
      /** Images [first][second] in order of `classIds`. */
      table: z.array(z.array(count)),
    }),
  ),
  /** Images they disagree on. */
  disputed: z.array(
    z.object({
      ...pictured,
      classId: identity,
      opinions: z.array(z.object({ inspector: z.string(), classId: identity })),
    }),
  ),
});
export type Agreement = z.infer<typeof agreement>;

const project = z.strictObject({ projectId: identity });

export const quality = service(
  'quality',
  {
    balance: method(project, balance),
    suspects: method(z.strictObject({ projectId: identity, limit: z.int().min(1).max(2_000) }), suspectList),
    /** The label stays (`classId` as it is), or another is given; why is kept. One step of undo where labels change. */
    decide: method(
      z.strictObject({
        projectId: identity,
        imageIds: z.array(identity).min(1).max(2_000),
        /** Null: the label is right. */
        classId: identity.nullable(),
        reason: text.max(500),
      }),
      z.object({ changed: count, decided: count }),
    ),
    /** Compares the pictures themselves; what was compared once is remembered. */
    duplicates: method(
      z.strictObject({ projectId: identity, distance: z.int().min(0).max(16) }),
      duplicateList,
      z.object({ done: count, total: count }),
    ),
    /** Puts every group's images into the split of its first: no leak is left. */
    closeLeaks: method(
      z.strictObject({ projectId: identity, distance: z.int().min(0).max(16) }),
      z.object({ moved: count }),
      z.object({ done: count, total: count }),
    ),
    agreement: method(project, agreement),
    /** Images for a second inspector to judge without seeing the label: drawn evenly over classes, not judged by them yet. */
    blindQueue: method(
      z.strictObject({ projectId: identity, inspector: name, limit: z.int().min(1).max(500) }),
      z.object({ images: z.array(z.object(pictured)), judged: count }),
    ),
    giveOpinion: method(
      z.strictObject({ projectId: identity, inspector: name, imageId: identity, classId: identity }),
      z.object({ judged: count }),
    ),
    withdrawOpinion: method(
      z.strictObject({ projectId: identity, inspector: name, imageId: identity }),
      z.object({ judged: count }),
    ),
  },
  { changed: z.object({ projectId: identity }) },
);
