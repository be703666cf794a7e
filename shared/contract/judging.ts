// How a model's judgements are used and understood: rules with a band for people, honest probabilities, where it is weak.
import { z } from 'zod';
import { decisionAims, decisionRule } from '../domain/decision.ts';
import { method, service } from '../rpc/contract.ts';
import { amount, count, identity, moment, rate, sha256, share, split } from './common.ts';
import { judgedImage } from './results.ts';

export const decisionOutcome = z.object({
  /** Of defective parts: judged OK. Of good parts: judged NG. */
  escape: rate.nullable(),
  overkill: rate.nullable(),
  /** Sent to a person: of defective and of good test images, and of the parts of the line by its share of defects. */
  reviewDefective: rate.nullable(),
  reviewGood: rate.nullable(),
  review: share.nullable(),
  /** Yen lost by a thousand parts of the line; null where a rate is not known. */
  yenPerThousand: amount.nullable(),
  /** One-sided 95 % bound of the escape rate: what the test images still allow. */
  escapeBound: share.nullable(),
  /** Whether even that bound keeps the limit. Null without a limit. */
  provesLimit: z.boolean().nullable(),
});
export type DecisionOutcome = z.infer<typeof decisionOutcome>;

export const thresholdPoint = z.object({
  /** Judged NG from this NG score on. */
  threshold: share,
  escape: rate.nullable(),
  overkill: rate.nullable(),
  yenPerThousand: amount.nullable(),
});
export type ThresholdPoint = z.infer<typeof thresholdPoint>;

export const recommendation = z.object({
  /** Images the rule was chosen on; its outcome is counted on the test images. Test: the run has no others. */
  chosenOn: z.object({ split, images: count, defective: count }),
  /** Null where defective or good images are missing. */
  rule: decisionRule.nullable(),
  outcome: decisionOutcome.nullable(),
  /** Of judging by the most probable class. */
  plain: decisionOutcome,
  /** From which distance on an image counts as unlike; null where images were not compared with the training images. */
  unlikeThreshold: amount.nullable(),
});
export type Recommendation = z.infer<typeof recommendation>;

export const keptRule = z.object({
  /** Null: the most probable class. */
  rule: decisionRule.nullable(),
  /** What it was looked for with; without one, what follows from the project's costs. */
  aims: decisionAims,
  operator: z.string(),
  /** Null: never set. */
  at: moment.nullable(),
});
export type KeptRule = z.infer<typeof keptRule>;

export const reliabilityBin = z.object({ from: share, to: share, images: count, confidence: share, accuracy: share });
export const reliability = z.object({
  /** Null without test images. */
  calibrationError: share.nullable(),
  logLoss: amount.nullable(),
  bins: z.array(reliabilityBin),
});

export const calibration = z.object({
  /** Divides the logits before the softmax. Fitted on validation images; 1 where there are fewer than `fewest`. */
  temperature: z.number().positive(),
  fittedOn: count,
  fewest: count,
  testImages: count,
  /** On test images, as trained and with the temperature. */
  before: reliability,
  after: reliability,
});
export type Calibration = z.infer<typeof calibration>;

export const sliceKeys = ['lot', 'part', 'line', 'camera', 'day', 'hour'] as const;
export type SliceKey = (typeof sliceKeys)[number];
export const slice = z.object({
  /** Empty: images of which it is not known. */
  name: z.string(),
  images: count,
  accuracy: rate.nullable(),
  escape: rate.nullable(),
  overkill: rate.nullable(),
  /** Whether it differs from the others by more than chance, corrected for the number of questions asked. */
  stands: z.enum(['worse', 'better', 'alike', 'too-few']),
});
export type Slice = z.infer<typeof slice>;

export const neighbour = z.object({
  imageId: identity,
  hash: sha256,
  path: z.string(),
  classIndex: count,
  /** Cosine distance of the last features, 0 to 2. */
  distance: amount,
});
export type Neighbour = z.infer<typeof neighbour>;

export const unlikeImage = judgedImage.extend({ distance: amount });
export type UnlikeImage = z.infer<typeof unlikeImage>;

export const heatmap = z.object({
  /** Side of the square maps; they cover the whole image. */
  side: z.int().positive(),
  /** Of the class judged first, then of the right one where that is another. */
  maps: z.array(
    z.object({
      classIndex: count,
      /** `[side,side]` row after row, 0 (did not speak for the class) to 255. */
      values: z.array(z.int().min(0).max(255)),
    }),
  ),
});
export type Heatmap = z.infer<typeof heatmap>;

const one = z.strictObject({ runId: identity });

export const judging = service(
  'judging',
  {
    /** The rule the model is used with. */
    rule: method(one, keptRule),
    setRule: method(z.strictObject({ runId: identity, rule: decisionRule.nullable(), aims: decisionAims }), keptRule),
    /** The rule of least cost that keeps the limits. */
    recommend: method(z.strictObject({ runId: identity, aims: decisionAims }), recommendation),
    /** What a given rule would have done to the test images. */
    outcome: method(z.strictObject({ runId: identity, aims: decisionAims, rule: decisionRule }), decisionOutcome),
    /** Escape and overkill of the test images at every single threshold worth looking at, 0 to 1. */
    curve: method(
      z.strictObject({ runId: identity, aims: decisionAims }),
      z.object({ points: z.array(thresholdPoint), cheapest: count.nullable() }),
    ),
    calibration: method(one, calibration),
    /** Training images most like a test image, nearest first; needs a study of the kind `likeness`. */
    neighbours: method(
      z.strictObject({ runId: identity, imageId: identity }),
      z.object({ neighbours: z.array(neighbour), distance: amount, threshold: amount.nullable() }),
    ),
    /** Where the model looked in a test image: through the same derivatives as training. */
    heatmap: method(z.strictObject({ runId: identity, imageId: identity }), heatmap),
    /** Test images least like the training images, the farthest first, and from which distance on one counts as unlike. */
    unlike: method(
      z.strictObject({ runId: identity, limit: z.int().min(1).max(500) }),
      z.object({ threshold: amount.nullable(), review: rate.nullable(), images: z.array(unlikeImage) }),
    ),
    slices: method(z.strictObject({ runId: identity, by: z.enum(sliceKeys) }), z.array(slice)),
  },
  { changed: z.object({ runId: identity }) },
);
