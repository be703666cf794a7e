// Studies: measurements of finished trainings and of the data that take a while, done one at a time and kept.
import { z } from 'zod';
import {
  flatnessResult,
  landscapeResult,
  likenessResult,
  robustnessResult,
  studyKinds,
  studyStatuses,
} from '../domain/study.ts';
import { method, service } from '../rpc/contract.ts';
import { amount, count, evaluation, identity, moment, problem, rate, share } from './common.ts';
import { trainingPresets } from './training.ts';

export const studyOrder = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('robustness'), runId: identity }),
  z.strictObject({ kind: z.literal('flatness'), runId: identity }),
  z.strictObject({ kind: z.literal('likeness'), runId: identity }),
  /** One model, or two side by side on the same plane of directions. */
  z.strictObject({ kind: z.literal('landscape'), runId: identity, otherRunId: identity.optional() }),
  /** Of the project's labelled images as they are now. */
  z.strictObject({
    kind: z.literal('cross-validation'),
    projectId: identity,
    preset: z.enum(trainingPresets),
    folds: z.int().min(2).max(10),
  }),
]);
export type StudyOrder = z.infer<typeof studyOrder>;

export const study = z.object({
  id: identity,
  kind: z.enum(studyKinds),
  projectId: identity.nullable(),
  snapshotId: identity.nullable(),
  runId: identity.nullable(),
  otherRunId: identity.nullable(),
  status: z.enum(studyStatuses),
  done: count,
  total: count.nullable(),
  createdAt: moment,
  endedAt: moment.nullable(),
  failure: problem.nullable(),
});
export type Study = z.infer<typeof study>;

/** Cross-validation as figures: pooled over the folds. What it says of single images is asked of the quality service. */
export const crossValidationFigures = z.object({
  kind: z.literal('cross-validation'),
  folds: count,
  evaluation,
  foldAccuracies: z.array(share),
});

/** Likeness as figures. What it says of single images is asked of the judging service. */
export const likenessFigures = z.object({
  kind: z.literal('likeness'),
  trainImages: count,
  neighbours: count,
  reference: likenessResult.shape.reference,
  threshold: amount.nullable(),
  /** Test images that count as unlike. */
  unlike: rate.nullable(),
});
export type LikenessFigures = z.infer<typeof likenessFigures>;

const one = z.strictObject({ studyId: identity });

export const studies = service(
  'studies',
  {
    /** Waits while something is being trained; the next training waits for it. */
    start: method(studyOrder, study),
    /** Newest first. */
    list: method(
      z.strictObject({
        projectId: identity.optional(),
        runId: identity.optional(),
        kind: z.enum(studyKinds).optional(),
      }),
      z.array(study),
    ),
    get: method(one, study),
    stop: method(one, study),
    /** Of a study that is done. */
    result: method(
      one,
      z.discriminatedUnion('kind', [
        robustnessResult,
        flatnessResult,
        landscapeResult,
        crossValidationFigures,
        likenessFigures,
      ]),
    ),
  },
  { changed: study },
);
