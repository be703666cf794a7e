// On the quadratic L = ½wᵀHw everything has a closed form: g = Hw, g̃ = H(w+e). The graph pieces are held against it.
import { describe, expect, it } from 'vitest';
import { GraphBuilder, type Value } from '../../../main/onnx/builder.ts';
import { float32 } from '../../../main/onnx/tensor.ts';
import { clip, combine, globalNorm, perturb } from '../../../main/optim/ascent.ts';
import { adamCorrections, adamw, type BaseOptimizer, sgd } from '../../../main/optim/base-optimizer.ts';
import { openSession } from '../../support/ort-session.ts';

/** Two weight tensors, so that the one global norm is seen to run over both. */
const hessians = [
  [
    [3, 1, 0],
    [1, 2, 0.5],
    [0, 0.5, 5],
  ],
  [
    [0.7, 0.2],
    [0.2, 4],
  ],
];
const weights = [
  [0.4, -1.2, 0.05],
  [2, 0.3],
];
const at = (values: readonly number[] | undefined, index: number) => values?.[index] ?? Number.NaN;
const times = (matrix: readonly (readonly number[])[], vector: readonly number[]) =>
  matrix.map((row) => row.reduce((sum, value, index) => sum + value * at(vector, index), 0));
const norm = (vectors: readonly (readonly number[])[]) => Math.hypot(...vectors.flat());

type Outputs = Readonly<Record<string, readonly number[]>>;

async function run(build: (builder: GraphBuilder, w: readonly Value[]) => Readonly<Record<string, Value>>) {
  const builder = new GraphBuilder();
  const inputs = weights.map((values, index) => builder.input(`w${index}`, 'float32', [values.length, 1]));
  for (const [name, value] of Object.entries(build(builder, inputs))) builder.output(value, name);
  const feeds = weights.map(
    (values, index) => [`w${index}`, { shape: [values.length, 1], data: Float32Array.from(values) }] as const,
  );
  const session = await openSession(builder.build('quadratic'), new Map(feeds));
  const results = await session.run();
  await session.close();
  const outputs: Outputs = Object.fromEntries(Array.from(results, ([name, { data }]) => [name, Array.from(data)]));
  return outputs;
}

const gradient = (builder: GraphBuilder, w: readonly Value[]) =>
  w.map((value, index) => {
    const hessian = hessians[index] ?? [];
    return builder.op('MatMul', [builder.constant(float32([hessian.length, hessian.length], hessian.flat())), value]);
  });

function closeTo(found: readonly number[] | undefined, expected: readonly number[], digits = 5): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, index) => {
    expect(at(found, index)).toBeCloseTo(value, digits);
  });
}

describe('the ascent on a quadratic', () => {
  const cases = (['sam', 'asam'] as const).flatMap((kind) =>
    [0.05, 0.5, 0].flatMap((radius) => [0, 0.5, 1, 2].map((lambda) => [kind, radius, lambda] as const)),
  );
  it.each(cases)('%s, radius %d, λ %d: v = (1−λ)Hw + λH(w+e)', async (kind, radius, lambda) => {
    const found = await run((builder, w) => {
      const g = gradient(builder, w);
      const there = perturb(builder, kind, w, g, builder.scalar(radius), globalNorm(builder, g));
      const v = combine(builder, g, gradient(builder, there), builder.scalar(lambda));
      return { ...named('e', there), ...named('v', v) };
    });
    const g = hessians.map((hessian, index) => times(hessian, weights[index] ?? []));
    const scale = weights.map((w) => w.map((value) => (kind === 'sam' ? 1 : Math.abs(value) + 0.01)));
    const scaled = g.map((values, tensor) => values.map((value, index) => value * at(scale[tensor], index)));
    const there = weights.map((w, tensor) =>
      w.map((value, index) => {
        const [t, d] = [at(scale[tensor], index), at(scaled[tensor], index)];
        return value + (radius * t * d) / norm(scaled);
      }),
    );
    hessians.forEach((hessian, tensor) => {
      closeTo(found[`e${tensor}`], there[tensor] ?? []);
      const far = times(hessian, there[tensor] ?? []);
      const v = far.map((value, index) => (1 - lambda) * at(g[tensor], index) + lambda * value);
      closeTo(found[`v${tensor}`], v, 4);
    });
  });

  it.each(['sam', 'asam'] as const)('%s of a zero gradient stays where it is', async (kind) => {
    const found = await run((builder, w) => {
      const g = w.map((value) => builder.op('Mul', [value, builder.scalar(0)]));
      return named('e', perturb(builder, kind, w, g, builder.scalar(0.5), globalNorm(builder, g)));
    });
    weights.forEach((values, tensor) => {
      expect(found[`e${tensor}`]).toEqual(values.map(Math.fround));
    });
  });

  it.each([
    ['far above', 0.1, 0.1],
    ['just below', 1.01, 1],
    ['far below', 100, 1],
  ])('clips a norm %s the limit', async (_, limit, factor) => {
    const found = await run((builder, w) =>
      named('c', clip(builder, w, globalNorm(builder, w), builder.scalar(limit * norm(weights)))),
    );
    weights.forEach((values, tensor) => {
      closeTo(
        found[`c${tensor}`],
        values.map((value) => value * factor),
      );
    });
  });
});

function named(prefix: string, values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(values.map((value, index) => [`${prefix}${index}`, value]));
}

/** Plain loops in double precision. */
const references: Readonly<Record<string, (w: number, gradients: readonly number[]) => number>> = {
  sgd: (w, gradients) => {
    let [weight, velocity] = [w, 0];
    for (const g of gradients) {
      velocity = 0.9 * velocity + g + 0.02 * weight;
      weight -= 0.1 * velocity;
    }
    return weight;
  },
  adamw: (w, gradients) => {
    let [weight, mean, square] = [w, 0, 0];
    gradients.forEach((g, index) => {
      mean = 0.9 * mean + 0.1 * g;
      square = 0.999 * square + 0.001 * g * g;
      weight *= 1 - 0.1 * 0.02;
      const rise = Math.sqrt(square / (1 - 0.999 ** (index + 1))) + 1e-8;
      weight -= (0.1 * mean) / (1 - 0.9 ** (index + 1)) / rise;
    });
    return weight;
  },
};

describe('base optimizers over five steps', () => {
  const optimizers: readonly (readonly [string, BaseOptimizer])[] = [
    ['sgd', sgd(0.9)],
    ['adamw', adamw()],
  ];
  it.each(optimizers)('%s', async (name, optimizer) => {
    const factors = [1, -0.5, 2, 0.25, -3];
    const found = await run((builder, [w]) => {
      if (!w) throw new RangeError('no weight');
      const zero = builder.constant(float32(w.shape, [0, 0, 0]));
      let state = { weight: w, slots: optimizer.slots.map(() => zero) as readonly Value[] };
      factors.forEach((factor, index) => {
        const { first, second } = adamCorrections(index + 1);
        const g = builder.constant(float32(w.shape, [factor, 2 * factor, -factor]));
        const scalars = {
          learningRate: builder.scalar(0.1),
          weightDecay: builder.scalar(0.02),
          firstCorrection: builder.scalar(first),
          secondCorrection: builder.scalar(second),
        };
        state = optimizer.update(builder, state, g, scalars);
      });
      return { w: state.weight };
    });
    const expected = (weights[0] ?? []).map((w, index) =>
      references[name]?.(
        w,
        factors.map((factor) => factor * at([1, 2, -1], index)),
      ),
    );
    closeTo(
      found.w,
      expected.map((value) => value ?? Number.NaN),
    );
  });
});
