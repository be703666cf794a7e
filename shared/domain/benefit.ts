// Cost and benefit of putting one model in the place of another: what goes in, what comes out, and where each figure is from.
import { z } from 'zod';

const yen = z.number().min(0).max(1e12);

/** About the line and the plant; everything else comes from a trial and the project's settings. */
export const economics = z.strictObject({
  partsPerDay: z.number().min(0).max(1e9),
  daysPerYear: z.number().min(0).max(366),
  /** Share of defective parts among those inspected. */
  defectShare: z.number().min(0).max(1),
  /** Yen lost when a defective part passes (見逃し), and when a good part is taken out (過検出). */
  escapeCostYen: yen,
  overkillCostYen: yen,
  retrainingsPerYear: z.number().min(0).max(10_000),
  operatorMinutesPerRetraining: z.number().min(0).max(100_000),
  operatorYenPerHour: z.number().min(0).max(1e6),
  yenPerKilowattHour: z.number().min(0).max(1e4),
  /** Spent once: PC, introduction, training of staff. */
  oneOffYen: yen,
});
export type Economics = z.infer<typeof economics>;
export type EconomicInput = keyof Economics;

export const defaultEconomics: Omit<Economics, 'escapeCostYen' | 'overkillCostYen' | 'yenPerKilowattHour'> = {
  partsPerDay: 1_000,
  daysPerYear: 240,
  defectShare: 0.01,
  retrainingsPerYear: 12,
  operatorMinutesPerRetraining: 30,
  operatorYenPerHour: 3_000,
  oneOffYen: 0,
};

/** What a trial measured of the two models. Rates are shares; null where the test images have no such parts. */
export const measuredChange = z.object({
  baselineEscape: z.number().nullable(),
  candidateEscape: z.number().nullable(),
  /** Candidate − baseline with its 95 % interval. */
  escape: z.object({ difference: z.number(), low: z.number(), high: z.number() }).nullable(),
  baselineOverkill: z.number().nullable(),
  candidateOverkill: z.number().nullable(),
  overkill: z.object({ difference: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Per training. */
  baselineKilowattHours: z.number().nullable(),
  candidateKilowattHours: z.number().nullable(),
  baselineSeconds: z.number().nullable(),
  candidateSeconds: z.number().nullable(),
});
export type MeasuredChange = z.infer<typeof measuredChange>;

/** Each figure a benefit is made of, in order of reckoning. */
export const benefitSteps = [
  'partsPerYear',
  'defectivePartsPerYear',
  'goodPartsPerYear',
  'escapesSaved',
  'overkillsSaved',
  'escapeYen',
  'overkillYen',
  'electricityYen',
  'operatorYen',
  'effectYen',
] as const;
export type BenefitStep = (typeof benefitSteps)[number];

/** One figure with its interval and what it was reckoned from: names of inputs, measured figures or earlier steps. */
export const benefitFigure = z.object({
  step: z.enum(benefitSteps),
  value: z.number(),
  low: z.number(),
  high: z.number(),
  from: z.array(z.object({ name: z.string(), value: z.number() })),
});
export type BenefitFigure = z.infer<typeof benefitFigure>;

export const benefit = z.object({
  figures: z.array(benefitFigure),
  /** Yen a year: greater is better; the last of the figures. */
  effect: z.object({ value: z.number(), low: z.number(), high: z.number() }),
  /** Years until what was spent once is back. Null: never, going by that end of the interval. */
  payBackYears: z.object({ value: z.number().nullable(), best: z.number().nullable(), worst: z.number().nullable() }),
  /**
   * The yen per escape at which the effect is zero: above it from there on, or up to there (the new model misses more, and
   * gains elsewhere). `always`, `never`: whatever an escape costs.
   */
  breakEven: z.union([
    z.object({ kind: z.enum(['always', 'never']) }),
    z.object({ kind: z.enum(['from', 'upTo']), yen: z.number() }),
  ]),
  /** What the effect would be with one input halved, and doubled. */
  sensitivity: z.array(z.object({ input: z.string(), value: z.number(), halved: z.number(), doubled: z.number() })),
  /** Test images had no defective, or no good parts: that side is left out of the effect. */
  missing: z.array(z.enum(['escape', 'overkill'])),
});
export type Benefit = z.infer<typeof benefit>;
