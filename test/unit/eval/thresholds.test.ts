// Every threshold counts as a plain count does, and the cheapest lies in the middle of its plateau.
import { describe, expect, it } from 'vitest';
import { cheapestThreshold, rate, thresholdCurve, thresholdGrid } from '../../../main/eval/index.ts';
import { random } from '../../../shared/domain/random.ts';

const aims = {
  escapeCostYen: 10_000,
  overkillCostYen: 100,
  reviewCostYen: 20,
  defectShare: 0.02,
  maximumEscape: null,
  maximumReview: 1,
};

describe('the curve of thresholds', () => {
  it('counts what is judged wrongly at each threshold, with intervals and the cost on the line', () => {
    const stream = random(3, 'scores');
    const isDefective = Array.from({ length: 200 }, () => stream.chance(0.2));
    // Whole hundredths among them: a score equal to the threshold is judged NG.
    const scores = isDefective.map((defective) => {
      const score = Math.min(1, Math.max(0, stream.float() * 0.7 + (defective ? 0.3 : 0)));
      return stream.chance(0.5) ? Math.round(score * 100) / 100 : score;
    });
    const points = thresholdCurve(scores, isDefective, aims);
    expect(points.map(({ threshold }) => threshold)).toEqual(thresholdGrid);
    for (let hundredth = 0; hundredth <= 100; hundredth++) expect(thresholdGrid).toContain(hundredth / 100);
    const defective = isDefective.filter(Boolean).length;
    for (const point of points) {
      const escapes = scores.filter((score, index) => isDefective[index] && score < point.threshold).length;
      const overkills = scores.filter((score, index) => !isDefective[index] && score >= point.threshold).length;
      expect(point).toEqual({
        threshold: point.threshold,
        escape: rate(escapes, defective),
        overkill: rate(overkills, 200 - defective),
        yenPerThousand: expect.closeTo(
          1000 * ((0.02 * 10_000 * escapes) / defective + (0.98 * 100 * overkills) / (200 - defective)),
          6,
        ),
      });
    }
    expect(points[0]).toMatchObject({ escape: { count: 0 }, overkill: { value: 1 } });
  });

  it('has no escapes without defective parts, and none of either without any parts', () => {
    expect(thresholdCurve([0.2], [false], aims)[53]).toMatchObject({ escape: null, overkill: { count: 0, total: 1 } });
    expect(thresholdCurve([], [], aims)[53]).toEqual({
      threshold: 0.5,
      escape: null,
      overkill: null,
      yenPerThousand: null,
    });
  });
});

describe('the cheapest threshold', () => {
  const cases: readonly (readonly [what: string, yen: readonly (number | null)[], index: number | null])[] = [
    ['of nothing', [], null],
    ['is the only one', [5, 3, 4], 1],
    ['is the middle of a plateau', [5, 0, 0, 0, 0, 0, 9], 3],
    ['is the lower middle of an even plateau, on the side of fewer escapes', [0, 0, 1, 1], 0],
    ['is on the longest of several plateaus', [0, 5, 0, 0, 0, 7, 0, 0], 3],
    ['is on the first of equal ones', [4, 1, 4, 1], 1],
    ['may be at the end', [3, 2, 1], 2],
    ['of costs nobody knows', [null, null], null],
  ];
  it.each(cases)('%s', (_, yen, index) => {
    const points = yen.map((yenPerThousand, step) => ({
      threshold: step / 100,
      escape: null,
      overkill: null,
      yenPerThousand,
    }));
    expect(cheapestThreshold(points)).toBe(index);
  });

  it('separates parts that can be separated, half-way between them', () => {
    const points = thresholdCurve([0.1, 0.2, 0.3, 0.8, 0.9], [false, false, false, true, true], aims);
    expect(points[cheapestThreshold(points) ?? 0]).toMatchObject({ threshold: 0.55, yenPerThousand: 0 });
  });
});
