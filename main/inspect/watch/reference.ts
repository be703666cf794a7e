// The package's reference as a line can be compared with it: of good images, those that its own rule passes, as on the line.
import { type DecisionRule, decide } from '../../../shared/domain/decision.ts';
import { type DriftReference, type ReferenceMeasure, referenceMeasures } from '../../../shared/domain/reference.ts';
import type { MeasureValues } from '../../eval/index.ts';

/** More tell no more, and take time. */
const MOST = 2_000;

export function passedReference({ good }: DriftReference, rule: DecisionRule | null): MeasureValues {
  const scores = good.ngScore ?? [];
  const isPassed = (image: number) => {
    const score = scores[image];
    // Without a rule the score alone does not tell the most probable class.
    if (!rule || score === undefined) return true;
    return decide(score, good.distance?.[image] ?? null, rule) === 'OK';
  };
  const of = (measure: ReferenceMeasure) => {
    const values = good[measure] ?? [];
    // Only where there is a value of each image does a place stand for the same one.
    const passed = values.length === scores.length ? values.filter((_, image) => isPassed(image)) : values;
    const step = Math.ceil(passed.length / MOST);
    return step > 1 ? passed.filter((_, image) => image % step === 0) : passed;
  };
  return Object.fromEntries(referenceMeasures.map((measure) => [measure, of(measure)]));
}
