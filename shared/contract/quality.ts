// Quality of data and labels: suspect labels, look-alikes and leaks, agreement of inspectors, balance and
// coverage.
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
  /** Differing bits of the perceptual hashes, at most, between two neighbours of the group. */
  distance: count,
  /** Alike images on both sides of a split: the test figures are too good. */
  leaks: z.boolean(),
  /** Alike images with different labels: one of them is wrong. */
  contradicts: z.boolean(),
});
export type DuplicateGroup = z.infer<typeof duplicateGroup>;

export const duplicateList = z.object({
  compared: count,
  /** Pictures that could not be read. */
  unreadable: count,
  groups: z.array(duplicateGroup),
  leaking: count,
  contradicting: count,
});
export type DuplicateList = z.infer<typeof duplicateList>;

/** Beyond this two pictures of the same kind of part look alike by chance. */
export const farthestDuplicate = 7;
const likeness = z.strictObject({ projectId: identity, distance: z.int().min(0).max(farthestDuplicate) });
const steps = z.object({ done: count, total: count });

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

/** Cohen's kappa with its 95 % interval; null where chance alone agrees fully. */
const kappa = z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable();

export const agreement = z.object({
  inspectors: z.array(z.object({ name: z.string(), images: count })),
  /** Each pair on the images both judged, then each inspector against the labels. */
  pairs: z.array(
    z.object({
      first: z.string(),
      /** Null: against the project's labels. */
      second: z.string().nullable(),
      images: count,
      agreed: count,
      kappa,
      /** The same for OK against NG only. */
      verdictKappa: kappa,
      classIds: z.array(identity),
      /** Images [first][second] in order of `classIds`. */
      table: z.array(z.array(count)),
    }),
  ),
  /** Images on which inspectors, or one and the label, differ. */
  disputed: z.array(
    z.object({
      ...pictured,
      /** The label. */
      classId: identity,
      opinions: z.array(z.object({ inspector: z.string(), classId: identity })),
    }),
  ),
});
export type Agreement = z.infer<typeof agreement>;

const project = z.strictObject({ projectId: identity });
const opinion = z.strictObject({ projectId: identity, inspector: name, imageId: identity });

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
    /** Decisions that left the label as it was are taken back: the images are suspects again. */
    reopen: method(
      z.strictObject({ projectId: identity, imageIds: z.array(identity).min(1).max(2_000) }),
      z.object({ reopened: count }),
    ),
    /** Compares the pictures themselves; what was looked at once is remembered. The groups that matter most come first. */
    duplicates: method(likeness, duplicateList, steps),
    agreement: method(project, agreement),
    /**
     * Images for an inspector to judge without label or name, drawn evenly over classes and alike for all inspectors; those
     * judged already left out.
     */
    blindQueue: method(
      z.strictObject({ projectId: identity, inspector: name, limit: z.int().min(1).max(500) }),
      z.object({ images: z.array(z.object({ imageId: identity, hash: sha256 })), judged: count }),
    ),
    /** An earlier opinion of the same inspector on the image is replaced. */
    giveOpinion: method(opinion.extend({ classId: identity }), z.object({ judged: count })),
    withdrawOpinion: method(opinion, z.object({ judged: count })),
    /** Puts every group's images into the split of its first: no leak is left in data versions to come. */
    closeLeaks: method(likeness, z.object({ moved: count }), steps),
  },
  { changed: z.object({ projectId: identity }) },
);
