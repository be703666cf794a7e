// Gates: what a model has to show before it is approved, as a project sets them; and what each gate came to.
import { z } from 'zod';

const share = z.number().min(0).max(1);
const count = z.int().nonnegative();

/** Null takes a gate away; like every change of these settings, the audit log keeps it. */
export const gateSettings = z.strictObject({
  /** Held against the lower end of the two-sided 95 % interval of the balanced accuracy of the test images. */
  minimumBalancedAccuracy: share.nullable(),
  /** Of the test images, with the rule the model is used with. */
  maximumEscape: share.nullable(),
  maximumOverkill: share.nullable(),
  /**
   * What escape and overkill are held by. `bound`: the one-sided 95 % upper bound, what the test images still allow: no
   * miss among 12 defective images allows 22 %. `estimate`: the share found, which few images make look better than it is.
   */
  judgedBy: z.enum(['bound', 'estimate']),
  /** Golden images that the live model judges rightly and this one wrongly. */
  maximumRegressions: count.nullable(),
  /** Score of the robustness study. */
  minimumRobustness: share.nullable(),
  /** Share of the takt that judging may take, at p95; the rest is for camera and handling. */
  maximumTaktShare: z.number().positive().max(1).nullable(),
  /** Images the package judges otherwise than the app. */
  maximumDisagreements: count.nullable(),
});
export type GateSettings = z.infer<typeof gateSettings>;

/** Escape and overkill: 29 images of the kind without a single mistake prove 10 %. */
export const defaultGateSettings: GateSettings = {
  minimumBalancedAccuracy: 0.8,
  maximumEscape: 0.1,
  maximumOverkill: 0.1,
  judgedBy: 'bound',
  maximumRegressions: 0,
  minimumRobustness: 0.7,
  maximumTaktShare: 0.5,
  maximumDisagreements: 0,
};

export const gateNames = [
  'balanced-accuracy',
  'escape',
  'overkill',
  'golden',
  'robustness',
  'latency',
  'parity',
] as const;
export type GateName = (typeof gateNames)[number];

export const gateStatuses = ['passed', 'failed', 'not-measured'] as const;
export type GateStatus = (typeof gateStatuses)[number];

/** Why a gate was not measured: what has to be done first. */
export const gateLacks = [
  'test-images',
  'good-images',
  'defective-images',
  'golden-set',
  'golden-judgement',
  'live-golden-judgement',
  'robustness-study',
  'package',
] as const;
export type GateLack = (typeof gateLacks)[number];

export const gateResult = z.object({
  gate: z.enum(gateNames),
  /** A gate that was not measured has not passed. */
  status: z.enum(gateStatuses),
  /** Shares 0 to 1, milliseconds or images, as the gate has it. */
  limit: z.number(),
  /** What is held against the limit; null where it was not measured. */
  measured: z.number().nullable(),
  /** What was found, where `measured` is the end of an interval. */
  estimate: z.number().nullable(),
  /** Mistakes of how many images, where images were counted. */
  mistakes: count.nullable(),
  images: count.nullable(),
  /** With fewer images of the kind, the limit cannot be proved even without a mistake. */
  imagesNeeded: count.nullable(),
  lacks: z.enum(gateLacks).nullable(),
});
export type GateResult = z.infer<typeof gateResult>;
