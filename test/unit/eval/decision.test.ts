// Rules with a band: what they do is counted plainly, and the recommended one is the cheapest of all that keep the limits.
import { describe, expect, it } from 'vitest';
import {
  outcomeOf,
  outcomeOfRule,
  rate,
  recommendRule,
  type ScoredImage,
  thresholdGrid,
} from '../../../main/eval/index.ts';
import { type DecisionAims, decide } from '../../../shared/domain/decision.ts';
import { random } from '../../../shared/domain/random.ts';

const aims: DecisionAims = {
  escapeCostYen: 10_000,
  overkillCostYen: 100,
  reviewCostYen: 20,
  defectShare: 0.02,
  maximumEscape: null,
  maximumReview: 1,
};

function scored(seed: number, images = 120, overlap = 0.5): ScoredImage[] {
  const stream = random(seed, 'scores');
  return Array.from({ length: images }, () => {
    const isDefective = stream.chance(0.4);
    const score = stream.float() * (0.5 + overlap / 2) + (isDefective ? 0.5 - overlap / 2 : 0);
    return {
      ngScore: stream.chance(0.3) ? Math.round(score * 100) / 100 : score,
      isDefective,
      distance: stream.float(),
    };
  });
}

describe('a decision', () => {
  const rule = { okBelow: 0.2, ngFrom: 0.6, unlikeFrom: null };
  const cases: readonly (readonly [number, number | null, number | null, string])[] = [
    [0.1999, null, null, 'OK'],
    [0.2, null, null, 'review'],
    [0.5999, null, null, 'review'],
    [0.6, null, null, 'NG'],
    [Number.NaN, null, null, 'review'],
    [0.1, 0.29, 0.3, 'OK'],
    [0.1, 0.3, 0.3, 'review'],
    [0.9, 0.4, 0.3, 'review'],
    [0.1, null, 0.3, 'review'],
  ];
  it.each(cases)('score %s at distance %s of %s: %s', (score, distance, unlikeFrom, decision) => {
    expect(decide(score, distance, { ...rule, unlikeFrom })).toBe(decision);
  });
});

describe('the outcome of a rule', () => {
  it('is counted image by image, and weighed as parts of the line', () => {
    const images = scored(1);
    const rule = { okBelow: 0.3, ngFrom: 0.62, unlikeFrom: 0.9 };
    const found = outcomeOfRule(images, rule, { ...aims, maximumEscape: 0.2 });
    const defective = images.filter(({ isDefective }) => isDefective);
    const good = images.filter(({ isDefective }) => !isDefective);
    const count = (of: readonly ScoredImage[], what: string) =>
      of.filter(({ ngScore, distance }) => decide(ngScore, distance, rule) === what).length;
    expect(found.escape).toEqual(rate(count(defective, 'OK'), defective.length));
    expect(found.overkill).toEqual(rate(count(good, 'NG'), good.length));
    expect(found.reviewDefective).toEqual(rate(count(defective, 'review'), defective.length));
    expect(found.reviewGood).toEqual(rate(count(good, 'review'), good.length));
    const [r, s] = [found.reviewDefective?.value ?? 0, found.reviewGood?.value ?? 0];
    expect(found.review).toBeCloseTo(0.02 * r + 0.98 * s, 12);
    const [e, o] = [found.escape?.value ?? 0, found.overkill?.value ?? 0];
    expect(found.yenPerThousand).toBeCloseTo(1000 * (0.02 * e * 10_000 + 0.98 * o * 100 + (found.review ?? 0) * 20), 6);
  });

  it('says what the images still allow', () => {
    const forty = Array.from({ length: 40 }, () => ({ isDefective: true, decision: 'NG' as const }));
    const found = outcomeOf(forty, { ...aims, maximumEscape: 0.05 });
    expect(found.escapeBound).toBeCloseTo(0.0722, 4);
    expect(found.provesLimit).toBe(false);
    expect(outcomeOf(forty, { ...aims, maximumEscape: 0.08 }).provesLimit).toBe(true);
    expect(found).toMatchObject({ overkill: null, review: null, yenPerThousand: null });
    expect(outcomeOf([], aims)).toMatchObject({ escape: null, escapeBound: null, provesLimit: null });
  });
});

describe('the recommended rule', () => {
  const limits: readonly (readonly [string, Partial<DecisionAims>])[] = [
    ['without limits', {}],
    ['few escapes', { maximumEscape: 0.02 }],
    ['nobody to look', { maximumReview: 0 }],
    ['few escapes and little looking', { maximumEscape: 0, maximumReview: 0.1 }],
    ['looking is dear', { reviewCostYen: 1_000 }],
    ['looking is free', { reviewCostYen: 0 }],
    ['half are defective', { defectShare: 0.5 }],
  ];
  it.each(limits.flatMap(([what, limit]) => [1, 2, 3].map((seed) => [what, seed, limit] as const)))(
    'is the cheapest of all that keep the limits: %s, images %s',
    (_, seed, limit) => {
      const images = scored(seed, 60, seed === 3 ? 0.1 : 0.6);
      const all = { ...aims, ...limit };
      const share = (isDefective: boolean, low: number, high: number) => {
        const of = images.filter((image) => image.isDefective === isDefective);
        return of.filter(({ ngScore }) => ngScore >= low && ngScore < high).length / of.length;
      };
      const weigh = (okBelow: number, ngFrom: number) => {
        const passed = share(true, Number.NEGATIVE_INFINITY, okBelow);
        const reviewed = [share(true, okBelow, ngFrom), share(false, okBelow, ngFrom)] as const;
        const review = all.defectShare * reviewed[0] + (1 - all.defectShare) * reviewed[1];
        const overkill = share(false, ngFrom, Number.POSITIVE_INFINITY);
        const lost = all.defectShare * passed * all.escapeCostYen;
        const yen = lost + (1 - all.defectShare) * overkill * all.overkillCostYen + review * all.reviewCostYen;
        return { keeps: passed <= (all.maximumEscape ?? 1) && review <= all.maximumReview, yen };
      };
      const pairs = thresholdGrid.flatMap((low, index) => thresholdGrid.slice(index).map((high) => weigh(low, high)));
      const least = Math.min(...pairs.filter(({ keeps }) => keeps).map(({ yen }) => yen));
      const rule = recommendRule(images, all);
      const found = rule && weigh(rule.okBelow, rule.ngFrom);
      expect(found?.keeps).toBe(true);
      expect(found?.yen).toBeCloseTo(least, 9);
    },
  );

  it('needs no band where parts can be told apart, and lies half-way between them', () => {
    const images = [0.1, 0.2, 0.3, 0.8, 0.9].map((ngScore) => ({
      ngScore,
      isDefective: ngScore > 0.5,
      distance: null,
    }));
    expect(recommendRule(images, aims)).toEqual({ okBelow: 0.55, ngFrom: 0.55, unlikeFrom: null });
  });

  it('sends to a person what cannot be told apart, where that is cheaper', () => {
    const images = [0.1, 0.45, 0.5, 0.55, 0.9].map((ngScore, index) => ({
      ngScore,
      isDefective: index === 1 || index > 2,
      distance: null,
    }));
    const rule = recommendRule(images, { ...aims, defectShare: 0.5 });
    expect(rule && images.map(({ ngScore }) => decide(ngScore, null, rule))).toEqual([
      'OK',
      'review',
      'review',
      'NG',
      'NG',
    ]);
  });

  it('knows nothing of one kind of parts alone', () => {
    expect(recommendRule([{ ngScore: 0.4, isDefective: true, distance: null }], aims)).toBeNull();
    expect(recommendRule([], aims)).toBeNull();
  });
});
