// Flatness figures on functions whose curvature is known exactly.
import { describe, expect, it } from 'vitest';
import { filterNormalised } from '../../../main/eval/flatness/direction.ts';
import { largestEigenvalue } from '../../../main/eval/flatness/eigenvalue.ts';
import { gridAxis, landscape } from '../../../main/eval/flatness/landscape.ts';
import { dot, norm, objectiveOf, type Place, type Slope } from '../../../main/eval/flatness/objective.ts';
import { averageSharpness, worstSharpness } from '../../../main/eval/flatness/sharpness.ts';
import { random } from '../../../shared/domain/random.ts';

const power = { seed: 1, iterations: 500, tolerance: 1e-7, step: 1e-3 };

/** ½ (w − c)ᵀ H (w − c) at c + `offset`, as one tensor of one filter. */
function bowl(
  hessian: readonly (readonly number[])[],
  offset: readonly number[],
  centre = offset.map((_, i) => i + 1),
) {
  const times = (vector: Float64Array) =>
    Float64Array.from(hessian, (row) => row.reduce((sum, value, index) => sum + value * (vector[index] ?? 0), 0));
  const slope = (weights: Float64Array): Slope => {
    const from = weights.map((weight, index) => weight - (centre[index] ?? 0));
    const gradient = times(from);
    return { loss: dot(from, gradient) / 2, gradient };
  };
  const weights = Float64Array.from(centre, (value, index) => value + (offset[index] ?? 0));
  const place: Place = { objective: objectiveOf(slope), layout: [{ name: 'w', shape: [1, weights.length] }], weights };
  return { place, ...slope(weights) };
}

const diagonal = (...values: readonly number[]) =>
  values.map((value, row) => values.map((_, column) => (row === column ? value : 0)));

describe('filter-normalised directions', () => {
  const layout = [
    { name: 'convolution', shape: [3, 2, 2, 2] },
    { name: 'scale', shape: [3] },
    { name: 'linear', shape: [2, 5] },
  ];
  const stream = random(4, 'weights');
  const weights = Float64Array.from({ length: 24 + 3 + 10 }, () => stream.gaussian());
  const direction = filterNormalised(layout, weights, 7, 0);

  it.each([
    [0, 8],
    [8, 16],
    [16, 24],
    [27, 32],
    [32, 37],
  ])('has the size of the filter in %i to %i', (start, end) => {
    expect(norm(direction.subarray(start, end))).toBeCloseTo(norm(weights.subarray(start, end)), 12);
  });

  it('leaves scales and biases alone', () => {
    expect(Array.from(direction.subarray(24, 27))).toEqual([0, 0, 0]);
  });

  it('is the same direction for other weights, in their size; another number is another direction', () => {
    const twice = filterNormalised(
      layout,
      weights.map((weight) => 2 * weight),
      7,
      0,
    );
    expect(Array.from(twice)).toEqual(Array.from(direction, (value) => 2 * value));
    const other = filterNormalised(layout, weights, 7, 1);
    expect(Math.abs(dot(other, direction)) / norm(other) / norm(direction)).toBeLessThan(0.6);
  });

  it('is 0 where the filter is', () => {
    expect(norm(filterNormalised([{ name: 'w', shape: [1, 2] }], new Float64Array(2), 1, 0))).toBe(0);
  });
});

describe('average sharpness', () => {
  it('is ½ c r² ‖w‖² at the bottom of a round bowl, in every direction', async () => {
    const { place, loss } = bowl(diagonal(3, 3, 3), [0, 0, 0]);
    const found = await averageSharpness(place, loss, { radii: [0.1, 0.5], directions: 4, seed: 2 });
    for (const { radius, rise, deviation } of found) {
      expect(rise).toBeCloseTo(1.5 * radius ** 2 * 14, 10);
      expect(deviation).toBeCloseTo(0, 10);
    }
  });

  it('is ½ r² ‖w‖² times the mean curvature in a bowl that is not round', async () => {
    const { place, loss } = bowl(diagonal(1, 2, 9), [0, 0, 0]);
    const [found] = await averageSharpness(place, loss, { radii: [1], directions: 4000, seed: 2 });
    const expected = (14 / 2) * (12 / 3);
    expect(Math.abs((found?.rise ?? 0) - expected)).toBeLessThan((4 * (found?.deviation ?? 0)) / Math.sqrt(4000));
  });
});

describe('worst sharpness', () => {
  it('is what one step along the gradient gives: ρ‖g‖ + ½ρ² ĝᵀHĝ', async () => {
    const { place, loss, gradient } = bowl(diagonal(1, 4), [2, 0.5]);
    // g = (2, 2): ‖g‖ = √8, ĝᵀHĝ = 2.5
    const found = await worstSharpness(place, loss, gradient, [0.1, 1]);
    expect(found.map(({ radius }) => radius)).toEqual([0.1, 1]);
    for (const { radius, rise } of found) {
      expect(rise).toBeCloseTo(radius * Math.sqrt(8) + 1.25 * radius ** 2, 10);
    }
  });

  it('is 0 where there is no slope', async () => {
    const { place, loss, gradient } = bowl(diagonal(1, 4), [0, 0]);
    expect(await worstSharpness(place, loss, gradient, [0.5])).toEqual([{ radius: 0.5, rise: 0 }]);
  });
});

describe('largest eigenvalue of the Hessian', () => {
  // [[2, 1], [1, 2]] has 3 and 1; the last two need the way round a negative eigenvalue of larger size.
  const cases: readonly (readonly [name: string, hessian: number[][], value: number])[] = [
    ['diagonal', diagonal(0.5, 7, 2), 7],
    [
      'with mixed terms',
      [
        [2, 1],
        [1, 2],
      ],
      3,
    ],
    ['saddle', diagonal(3, -2, 1), 3],
    ['deeper down than up', diagonal(-5, 2, 1), 2],
    ['as deep down as up', diagonal(5, -5, 1), 5],
    ['nearly as deep down as up', diagonal(-4.9, 5, 1), 5],
    ['a hilltop', diagonal(-5, -2, -1), -1],
  ];
  it.each(cases)('%s', async (_, hessian, value) => {
    const { place } = bowl(
      hessian,
      hessian.map(() => 0.3),
    );
    const found = await largestEigenvalue(place, power);
    expect(found.value).toBeCloseTo(value, 6);
    expect(found.residual).toBeLessThan(1e-4);
    expect(found.iterations).toBeGreaterThan(1);
  });

  it('of logistic regression agrees with the matrix written out', async () => {
    const inputs = [
      [1, 0.5],
      [1, -1.2],
      [1, 2],
      [1, 0.1],
      [1, -0.4],
    ];
    const labels = [1, 0, 1, 1, 0];
    const weights = Float64Array.of(0.2, -0.3);
    const probability = (input: readonly number[], at: Float64Array) =>
      1 / (1 + Math.exp(-dot(Float64Array.from(input), at)));
    const slope = (at: Float64Array): Slope => {
      const gradient = new Float64Array(2);
      let loss = 0;
      inputs.forEach((input, row) => {
        const [p, y] = [probability(input, at), labels[row] ?? 0];
        loss -= (y * Math.log(p) + (1 - y) * Math.log(1 - p)) / inputs.length;
        gradient.forEach((value, index) => {
          gradient[index] = value + ((p - y) * (input[index] ?? 0)) / inputs.length;
        });
      });
      return { loss, gradient };
    };
    const entry = (i: number, j: number) =>
      inputs.reduce((sum, input) => {
        const p = probability(input, weights);
        return sum + (p * (1 - p) * (input[i] ?? 0) * (input[j] ?? 0)) / inputs.length;
      }, 0);
    const [a, b, d] = [entry(0, 0), entry(0, 1), entry(1, 1)];
    const exact = (a + d) / 2 + Math.sqrt(((a - d) / 2) ** 2 + b ** 2);
    const place = { objective: objectiveOf(slope), layout: [{ name: 'w', shape: [1, 2] }], weights };
    const { value, residual } = await largestEigenvalue(place, power);
    expect(value).toBeCloseTo(exact, 6);
    expect(residual).toBeLessThan(1e-5);
  });

  it('says how far it got when it may go no further', async () => {
    const { place } = bowl(diagonal(1, 0.99, 0.98), [1, 1, 1]);
    const { residual, iterations } = await largestEigenvalue(place, { ...power, iterations: 3 });
    expect(iterations).toBe(3);
    expect(residual).toBeGreaterThan(1e-4);
  });

  it('is 0 on a plane', async () => {
    const { place } = bowl(diagonal(0, 0), [1, 1]);
    expect(await largestEigenvalue(place, power)).toEqual({ value: 0, residual: 0, iterations: 1 });
  });
});

describe('landscape', () => {
  const axis = gridAxis(5, 1);

  it('has its place in the middle', () => {
    expect(axis).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(() => gridAxis(4, 1)).toThrow(RangeError);
  });

  it('is the function on the plane of the two directions', async () => {
    const { place, loss } = bowl(diagonal(2, 2), [0, 0], [3, 4]);
    const grid = await landscape(place, axis, 9);
    expect(grid[2]?.[2]).toBe(loss);
    const [first, second] = [0, 1].map((number) => filterNormalised(place.layout, place.weights, 9, number));
    const across = dot(first ?? place.weights, second ?? place.weights);
    axis.forEach((a, row) => {
      axis.forEach((b, column) => {
        expect(grid[row]?.[column]).toBeCloseTo(25 * a ** 2 + 2 * a * b * across + 25 * b ** 2, 10);
      });
    });
  });

  it('has gaps where the loss leaves the numbers', async () => {
    const { place } = bowl(diagonal(1, 1), [0, 0]);
    const objective = {
      ...place.objective,
      loss: async (at: Float64Array) => (at[0] === 1 ? 1 : Number.POSITIVE_INFINITY),
    };
    const grid = await landscape({ ...place, objective }, gridAxis(3, 1), 9);
    expect(grid.flat().filter((value) => value !== null)).toEqual([1]);
  });
});

it('a layout that does not fit its weights is told', async () => {
  const { place } = bowl(diagonal(1, 1), [0, 0]);
  await expect(landscape({ ...place, weights: new Float64Array(3) }, [0], 1)).rejects.toThrow('3 weights');
});
