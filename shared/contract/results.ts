// What a finished run is worth: its figures, the images behind each of them, and runs side by side.
import { z } from 'zod';
import { recipeSchema } from '../domain/recipe.ts';
import { runStatuses, wattsSources } from '../domain/run.ts';
import { method, service } from '../rpc/contract.ts';
import { amount, classLabel, count, evaluation, identity, moment, sha256, share } from './common.ts';

const measure = z.number().nullable();

export const epochFigures = z.object({
  epoch: count,
  loss: measure,
  sharpness: measure,
  lambda: measure,
  trainAccuracy: measure,
  validationLoss: measure,
  validationAccuracy: measure,
  validationBalancedAccuracy: measure,
  seconds: amount,
});

export const runReport = z.object({
  runId: identity,
  projectId: identity.nullable(),
  projectName: z.string().nullable(),
  status: z.enum(runStatuses),
  recipe: recipeSchema,
  /** What people call the recipe's network: a preset or the name of a backbone. */
  network: z.string(),
  snapshot: z.object({ id: identity, digest: sha256, images: count, classes: z.array(classLabel) }),
  counts: z.object({ train: count, validation: count, test: count }),
  epochs: z.array(epochFigures),
  evaluation: evaluation.nullable(),
  cost: z
    .object({
      seconds: amount,
      gradientEvaluations: amount,
      watts: amount,
      wattsSource: z.enum(wattsSources),
      kilowattHours: amount,
      yen: amount,
    })
    .nullable(),
  device: z.string().nullable(),
  createdAt: moment,
  endedAt: moment.nullable(),
  note: z.string(),
  model: z.object({ bytes: count, sha256 }).nullable(),
});
export type RunReport = z.infer<typeof runReport>;

export const judgedImage = z.object({
  imageId: identity,
  hash: sha256,
  path: z.string(),
  actual: count,
  predicted: count,
  probability: share,
  /** Sum of the probabilities of the NG classes. */
  ngScore: share,
});
export type JudgedImage = z.infer<typeof judgedImage>;

const one = z.strictObject({ runId: identity });

export const results = service(
  'results',
  {
    report: method(one, runReport),
    /** Images of one cell, row or column of the confusion matrix, least sure first. */
    images: method(
      z.strictObject({
        runId: identity,
        actual: count.optional(),
        predicted: count.optional(),
        offset: count,
        limit: z.int().min(1).max(500),
      }),
      z.object({ total: count, images: z.array(judgedImage) }),
    ),
    /** Wrong judgements, the surest first: escapes before overkills before wrong classes. */
    mistakes: method(z.strictObject({ runId: identity, limit: z.int().min(1).max(500) }), z.array(judgedImage)),
    compare: method(z.strictObject({ runIds: z.array(identity).min(1).max(6) }), z.array(runReport)),
    setNote: method(z.strictObject({ runId: identity, note: z.string().max(2_000) }), runReport),
  },
  { changed: z.object({ runId: identity }) },
);
