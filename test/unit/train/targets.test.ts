// Targets: label smoothing, class weights and mixup keep the mass they must keep; dropout masks keep the expectation.
import { describe, expect, it } from 'vitest';
import { classWeights, mixup, writeDropoutMask, writeTargets } from '../../../main/train/targets.ts';
import { random } from '../../../shared/domain/random.ts';

const rows = (values: Float32Array, width: number) =>
  Array.from({ length: values.length / width }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width)),
  );
const sum = (values: Iterable<number>) => Array.from(values).reduce((total, value) => total + value, 0);

describe('writeTargets', () => {
  const cases: readonly (readonly [string, number, readonly number[], readonly (readonly number[])[]])[] = [
    [
      'one-hot',
      0,
      [1, 1, 1],
      [
        [0, 0, 1],
        [1, 0, 0],
      ],
    ],
    [
      'smoothed by 0.3',
      0.3,
      [1, 1, 1],
      [
        [0.1, 0.1, 0.8],
        [0.8, 0.1, 0.1],
      ],
    ],
    [
      'smoothed away',
      1,
      [1, 1, 1],
      [
        [1 / 3, 1 / 3, 1 / 3],
        [1 / 3, 1 / 3, 1 / 3],
      ],
    ],
    [
      'weighted',
      0,
      [0.5, 1, 2],
      [
        [0, 0, 2],
        [0.5, 0, 0],
      ],
    ],
    [
      'weighted and smoothed',
      0.3,
      [0.5, 1, 2],
      [
        [0.2, 0.2, 1.6],
        [0.4, 0.05, 0.05],
      ],
    ],
  ];
  it.each(cases)('%s', (_, smoothing, weights, expected) => {
    const target = new Float32Array(6).fill(7);
    writeTargets(target, Int32Array.of(2, 0), weights, smoothing);
    rows(target, 3).forEach((row, image) => {
      row.forEach((value, index) => {
        expect(value).toBeCloseTo(expected[image]?.[index] ?? Number.NaN, 6);
      });
      expect(sum(row)).toBeCloseTo(weights[[2, 0][image] ?? 0] ?? Number.NaN, 6);
    });
  });
});

describe('classWeights', () => {
  const counts = [90, 9, 1];
  it.each([
    ['none', [1, 1, 1]],
    ['inverse', [100 / 270, 100 / 27, 100 / 3]],
  ] as const)('%s', (kind, expected) => {
    classWeights(counts, kind).forEach((weight, index) => {
      expect(weight).toBeCloseTo(expected[index] ?? Number.NaN, 6);
    });
  });

  it.each(['none', 'sqrt', 'inverse'] as const)('%s: the mean over the images is 1, rarer is never lighter', (kind) => {
    const weights = classWeights(counts, kind);
    expect(sum(weights.map((weight, index) => weight * (counts[index] ?? 0))) / 100).toBeCloseTo(1, 10);
    expect(weights).toEqual(weights.toSorted((a, b) => a - b));
  });

  it('sqrt is the geometric middle of none and inverse', () => {
    const [a = 0, b = 1] = classWeights(counts, 'sqrt');
    expect(b / a).toBeCloseTo(Math.sqrt(10), 10);
  });

  it('a class without images weighs nothing and disturbs nothing', () => {
    expect(classWeights([5, 0, 5], 'inverse')).toEqual([1, 0, 1]);
  });
});

describe('mixup', () => {
  const images = 8;
  const batch = () => {
    const stream = random(3, 'mixup test');
    const image = Float32Array.from({ length: images * 12 }, () => stream.gaussian());
    const target = new Float32Array(images * 3);
    writeTargets(target, Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1), [0.5, 1, 2], 0.1);
    return { image, target };
  };
  const mixed = (alpha: number, seed: number, step: number) => {
    const { image, target } = batch();
    mixup(image, target, images, alpha, seed, step);
    return { image, target };
  };

  it.each([0.05, 0.2, 1, 4])('α %d keeps the mass of pixels and targets', (alpha) => {
    const before = batch();
    for (let step = 0; step < 30; step++) {
      const after = mixed(alpha, 1, step);
      expect(sum(after.target)).toBeCloseTo(sum(before.target), 4);
      expect(sum(after.image)).toBeCloseTo(sum(before.image), 3);
      expect(Math.min(...after.target)).toBeGreaterThanOrEqual(0);
    }
  });

  it('blends images and targets with the same partner in the same proportion', () => {
    const before = batch();
    const after = mixed(1, 1, 5);
    const [x, y] = [rows(before.image, 12), rows(before.target, 3)];
    const near = (a: readonly number[], b: readonly number[]) =>
      a.every((value, index) => Math.abs(value - (b[index] ?? Number.NaN)) < 1e-5);
    const blend = (a: readonly number[] = [], b: readonly number[] = [], share: number) =>
      a.map((value, index) => share * value + (1 - share) * (b[index] ?? 0));
    let blended = 0;
    rows(after.image, 12).forEach((row, image) => {
      if (near(row, x[image] ?? [])) return;
      blended++;
      const partners = Array.from({ length: images }, (_, partner) => {
        const [a = 0, b = 0] = [x[image]?.[0], x[partner]?.[0]];
        return { partner, share: partner === image ? 1 : ((row[0] ?? 0) - b) / (a - b) };
      });
      const fitting = partners.filter(({ partner, share }) => near(row, blend(x[image], x[partner], share)));
      expect(fitting).toHaveLength(1);
      const [{ partner, share } = { partner: 0, share: 0 }] = fitting;
      const targets = rows(after.target, 3)[image] ?? [];
      expect(near(targets, blend(y[image], y[partner], share))).toBe(true);
    });
    expect(blended).toBeGreaterThan(4);
  });

  it('depends on seed and step, and on nothing else', () => {
    expect(mixed(0.4, 1, 7)).toEqual(mixed(0.4, 1, 7));
    expect(mixed(0.4, 1, 7).image).not.toEqual(mixed(0.4, 1, 8).image);
    expect(mixed(0.4, 1, 7).image).not.toEqual(mixed(0.4, 2, 7).image);
  });

  it.each([0.2, 1, 3])('α %d draws shares like Beta(α,α)', (alpha) => {
    const shares = Array.from({ length: 4000 }, (_, step) => {
      const image = Float32Array.of(0, 1);
      const target = Float32Array.of(0, 1);
      mixup(image, target, 2, alpha, 11, step);
      return image[0] ?? 0;
    }).filter((share) => share > 0);
    const mean = sum(shares) / shares.length;
    const variance = sum(shares.map((share) => (share - mean) ** 2)) / shares.length;
    expect(mean).toBeCloseTo(0.5, 1);
    // Within four standard errors or so.
    expect(Math.abs(variance - 1 / (4 * (2 * alpha + 1)))).toBeLessThan(0.012);
  });
});

describe('writeDropoutMask', () => {
  it.each([0, 0.1, 0.5, 0.9])('ratio %d keeps the expectation', (ratio) => {
    const mask = new Float32Array(40_000);
    writeDropoutMask(mask, ratio, random(1, 'mask'));
    const zeros = mask.filter((value) => value === 0).length / mask.length;
    expect(Math.abs(zeros - ratio)).toBeLessThan(0.01);
    expect(new Set(mask.filter((value) => value !== 0))).toEqual(new Set([Math.fround(1 / (1 - ratio))]));
    expect(Math.abs(sum(mask) / mask.length - 1)).toBeLessThan(0.06);
  });

  it('is drawn anew from another stream', () => {
    const draw = (name: string) => {
      const mask = new Float32Array(64);
      writeDropoutMask(mask, 0.5, random(1, name));
      return mask;
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });
});
