// How a model's judgements are used and understood: thresholds with a band for people, honest probabilities, parts unlike
// the training data, what the model looked at, what it resembles, and where it is weak.
import { z } from 'zod';
import { method, service } from '../rpc/contract.ts';
import { amount, count, identity, moment, rate, sha256, share } from './common.ts';

/** What the decision is looked for with. */
export const decisionAims = z.strictObject({
  escapeCostYen: amount.max(1e12),
  overkillCostYen: amount.max(1e12),
  /** Yen for a part that a person looks at. */
  reviewCostYen: amount.max(1e12),
  /** No more than this share of defective parts may be judged OK; null: no limit. */
  maximumEscape: share.nullable(),
  /** At most this share of all parts may go to a person; 0: nobody is there to look. */
  maximumReview: share,
});
export type DecisionAims = z.infer<typeof decisionAims>;

/** NG score below `okBelow`: OK. From `ngFrom` on: NG. Between: a person decides. Equal: no band. */
export const decisionRule = z
  .strictObject({
    okBelow: share,
    ngFrom: share,
    /** Judged by a person whatever its score, from this distance to the training images on; null: not used. */
    unknownFrom: amount.nullable(),
    /** Divides the logits before the softmax; 1: as trained. */
    temperature: z.number().positive(),
  })
  .refine(({ okBelow, ngFrom }) => okBelow <= ngFrom, 'the band is upside down');
export type DecisionRule = z.infer<typeof decisionRule>;

export const decisionOutcome = z.object({
  rule: decisionRule,
  /** Of defective parts: judged OK. Of good parts: judged NG. Of all: sent to a person. */
  escape: rate.nullable(),
  overkill: rate.nullable(),
  review: rate.nullable(),
  costYen: amount,
  /** One-sided 95 % bound of the escape rate: what the test images still allow. */
  escapeBound: share.nullable(),
  /** Whether even that bound keeps the limit. Null without a limit. */
  provesLimit: z.boolean().nullable(),
});
export type DecisionOutcome = z.infer<typeof decisionOutcome>;

export const reliabilityBin = z.object({ from: share, to: share, images: count, confidence: share, accuracy: share });

export const calibration = z.object({
  /** Fitted on validation images; 1 and `fittedOn` 0 where there are too few. */
  temperature: z.number().positive(),
  fittedOn: count,
  /** On test images, as trained and with the temperature. */
  before: z.object({ calibrationError: share, logLoss: amount, bins: z.array(reliabilityBin) }),
  after: z.object({ calibrationError: share, logLoss: amount, bins: z.array(reliabilityBin) }),
});
export type Calibration = z.infer<typeof calibration>;

export const sliceKeys = ['lot', 'part', 'line', 'camera', 'day', 'hour'] as const;
export const slice = z.object({
  /** Empty: images of which it is not known. */
  name: z.string(),
  images: count,
  accuracy: rate.nullable(),
  escape: rate.nullable(),
  overkill: rate.nullable(),
  /** Its interval lies outside of what the other images show, after correction for the number of slices. */
  stands: z.enum(['worse', 'better', 'alike', 'too-few']),
});
export type Slice = z.infer<typeof slice>;

export const heatmap = z.object({
  /** Side of the square map. */
  size: count,
  /** `[size,size]` row after row, 0 to 255: share of the largest weight. */
  values: z.instanceof(Uint8Array),
  /** Class the map explains, by its place in the run's classes, and its probability. */
  classIndex: count,
  probability: share,
  method: z.enum(['grad-cam', 'input-gradient']),
});
export type Heatmap = z.infer<typeof heatmap>;

export const neighbour = z.object({
  imageId: identity,
  hash: sha256,
  path: z.string(),
  classIndex: count,
  /** Cosine distance of the last features, 0 to 2. */
  distance: amount,
});
export type Neighbour = z.infer<typeof neighbour>;

export const unlikeImage = z.object({
  imageId: identity,
  hash: sha256,
  path: z.string(),
  actual: count,
  predicted: count,
  distance: amount,
});

const one = z.strictObject({ runId: identity });
const image = z.strictObject({ runId: identity, imageId: identity });
const steps = z.object({ done: count, total: count });

export const judging = service(
  'judging',
  {
    /** The rule of least cost that keeps the limits; `null` where none does. */
    recommend: method(
      z.strictObject({ runId: identity, aims: decisionAims }),
      z.object({ best: decisionOutcome.nullable(), plain: decisionOutcome }),
    ),
    /** What a given rule would have done to the test images. */
    outcome: method(z.strictObject({ runId: identity, aims: decisionAims, rule: decisionRule }), decisionOutcome),
    /** The rule the model is used with: the one kept last, null: the most probable class. */
    rule: method(one, z.object({ rule: decisionRule.nullable(), by: z.string(), at: moment.nullable() })),
    setRule: method(
      z.strictObject({ runId: identity, rule: decisionRule.nullable() }),
      z.object({ rule: decisionRule.nullable() }),
    ),
    calibration: method(one, calibration, steps),
    slices: method(z.strictObject({ runId: identity, by: z.enum(sliceKeys) }), z.array(slice)),
    /** What the model looked at: through the same derivatives as training. */
    heatmap: method(z.strictObject({ runId: identity, imageId: identity, classIndex: count.optional() }), heatmap),
    /** Training images most like this one, nearest first. */
    neighbours: method(image, z.object({ neighbours: z.array(neighbour), distance: amount }), steps),
    /** Test images least like the training images, and from which distance on an image counts as unlike. */
    unlike: method(
      z.strictObject({ runId: identity, limit: z.int().min(1).max(500) }),
      z.object({
        threshold: amount,
        /** Share of held-out images that the threshold would send to a person. */
        review: rate.nullable(),
        images: z.array(unlikeImage),
      }),
      steps,
    ),
  },
  { changed: z.object({ runId: identity }) },
);
