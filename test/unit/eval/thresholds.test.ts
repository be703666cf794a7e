// Every threshold counts as a plain count does, and the cheapest lies in the middle of its plateau.
import { describe, expect, it } from 'vitest';
import { cheapestThreshold, rate, thresholdCurve } from '../../../main/eval/index.ts';
import { random } from '../../../shared/domain/random.ts';

const costs = { escapeYen: 10_000, overkillYen: 100 };

describe('the curve of thresholds', () => {
  it('counts what is judged wrongly at each hundredth, with intervals and cost', () => {
    const stream = random(3, 'scores');
    const isDefective = Array.from({ length: 200 }, () => stream.chance(0.2));
    // Whole hundredths among them: a score equal to the threshold is judged NG.
    const scores = isDefective.map((defective) => {
      const score = Math.min(1, Math.max(0, stream.float() * 0.7 + (defective ? 0.3 : 0)));
      return stream.chance(0.5) ? Math.round(score * 100) / 100 : score;
    });
    const points = thresholdCurve(scores, isDefective, costs);
    expect(points.map(({ threshold }) => threshold)).toEqual(Array.from({ length: 101 }, (_, index) => index / 100));
    const defective = isDefective.filter(Boolean).length;
    for (const point of points) {
      const escapes = scores.filter((score, index) => isDefective[index] && score < point.threshold).length;
      const overkills = scores.filter((score, index) => !isDefective[index] && score >= point.threshold).length;
      expect(point).toEqual({
        threshold: point.threshold,
        escape: rate(escapes, defective),
        overkill: rate(overkills, 200 - defective),
        costYen: escapes * 10_000 + overkills * 100,
      });
    }
    expect(points[0]).toMatchObject({ escape: { count: 0 }, overkill: { value: 1 } });
  });

  it('has no escapes without defective parts, and none of either without any parts', () => {
    expect(thresholdCurve([0.2], [false], costs)[50]).toMatchObject({ escape: null, overkill: { count: 0, total: 1 } });
    expect(thresholdCurve([], [], costs)[50]).toEqual({ threshold: 0.5, escape: null, overkill: null, costYen: 0 });
  });
});

describe('the cheapest threshold', () => {
  const cases: readonly (readonly [what: string, costYen: readonly number[], index: number | null])[] = [
    ['of nothing', [], null],
    ['is the only one', [5, 3, 4], 1],
    ['is the middle of a plateau', [5, 0, 0, 0, 0, 0, 9], 3],
    ['is the lower middle of an even plateau, on the side of fewer escapes', [0, 0, 1, 1], 0],
    ['is on the longest of several plateaus', [0, 5, 0, 0, 0, 7, 0, 0], 3],
    ['is on the first of equal ones', [4, 1, 4, 1], 1],
    ['may be at the end', [3, 2, 1], 2],
  ];
  it.each(cases)('%s', (_, costYen, index) => {
    const points = costYen.map((cost, step) => ({
      threshold: step / 100,
      escape: null,
      overkill: null,
      costYen: cost,
    }));
    expect(cheapestThreshold(points)).toBe(index);
  });

  it('separates parts that can be separated, half-way between them', () => {
    const points = thresholdCurve([0.1, 0.2, 0.3, 0.8, 0.9], [false, false, false, true, true], costs);
    expect(points[cheapestThreshold(points) ?? 0]).toMatchObject({ threshold: 0.55, costYen: 0 });
  });
});
