// The rule a part is judged by: NG scores below one threshold pass, from another on they are taken out, between them a
// person looks; and what such a rule is looked for with.
import { z } from 'zod';

const share = z.number().min(0).max(1);
const yen = z.number().min(0).max(1e12);

export const decisionAims = z.strictObject({
  escapeCostYen: yen,
  overkillCostYen: yen,
  /** Yen for a part that a person looks at. */
  reviewCostYen: yen,
  /** Share of defective parts on the line: test images hold many more of them. */
  defectShare: share,
  /** No more than this share of defective parts may be judged OK; null: no limit. */
  maximumEscape: share.nullable(),
  /** At most this share of all parts of the line may go to a person; 0: nobody is there to look. */
  maximumReview: share,
});
export type DecisionAims = z.infer<typeof decisionAims>;

/** NG score below `okBelow`: OK. From `ngFrom` on: NG. Between: a person decides (怪しい). Equal: no band. */
export const decisionRule = z
  .strictObject({
    okBelow: share,
    ngFrom: share,
    /** From this distance to the training images on a person decides, whatever the score; null: not used. */
    unlikeFrom: z.number().nonnegative().nullable(),
  })
  .refine(({ okBelow, ngFrom }) => okBelow <= ngFrom, 'the band is upside down');
export type DecisionRule = z.infer<typeof decisionRule>;

export const decisions = ['OK', 'NG', 'review'] as const;
export type Decision = (typeof decisions)[number];

/** @param distance to the training images; null: not known, which sends the part to a person where the rule asks for it */
export function decide(ngScore: number, distance: number | null, rule: DecisionRule): Decision {
  if (rule.unlikeFrom !== null && (distance === null || distance >= rule.unlikeFrom)) return 'review';
  // What is not a number is neither: a person looks.
  if (ngScore < rule.okBelow) return 'OK';
  return ngScore >= rule.ngFrom ? 'NG' : 'review';
}
