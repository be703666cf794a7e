// A batch that memory does not hold is computed in parts: the same training for networks with frozen or no
// BatchNormalization, near it with batch statistics.
import { afterAll, describe, expect, it } from 'vitest';
import { portable } from '../../../main/autodiff/rules/index.ts';
import type { Executor } from '../../../main/engine/executor.ts';
import { createOrtExecutor } from '../../../main/engine/ort/executor.ts';
import { float } from '../../../main/onnx/attribute.ts';
import { GraphBuilder } from '../../../main/onnx/builder.ts';
import { elementCount, float32 } from '../../../main/onnx/tensor.ts';
import { Evaluator } from '../../../main/train/evaluator.ts';
import { prepareNetwork } from '../../../main/train/network.ts';
import { isOutOfMemory, smallerPart } from '../../../main/train/parts.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { random } from '../../../shared/domain/random.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { arrayEvaluation, stripedImages } from '../../support/array-batches.ts';
import { full } from '../../support/full-card.ts';
import { smallNetwork } from '../../support/small-network.ts';
import { createToyTrainer, runTrainer, toyRecipe, toySize } from '../../support/toy-training.ts';

const executor = createOrtExecutor(1);
afterAll(() => executor.close());

/** A convolution, dropout and a linear layer; nothing looks at other images of the batch. */
function plainNetwork() {
  const builder = new GraphBuilder();
  const draw = (name: string, shape: readonly number[]) => {
    const stream = random(5, name);
    const data = Float32Array.from({ length: elementCount(shape) }, () => 0.3 * stream.gaussian());
    return builder.weight(name, float32(shape, data));
  };
  const image = builder.input('image', 'float32', [1, 3, toySize, toySize]);
  const convolved = builder.op('Conv', [image, draw('stem', [8, 3, 3, 3])], {
    kernel_shape: [3, 3],
    pads: [1, 1, 1, 1],
  });
  const curved = builder.op('Elu', [convolved], { alpha: float(1) });
  const features = builder.op('Flatten', [builder.op('GlobalAveragePool', [curved])], { axis: 1 });
  const training = builder.constant({ type: 'bool', shape: [], data: Uint8Array.of(1) });
  const dropped = builder.op(
    'Dropout',
    [features, builder.constant(float32([], [0.25])), training],
    {},
    { name: 'drop' },
  );
  builder.output(builder.op('Gemm', [dropped, draw('classifier', [3, 8])], { transB: 1 }), 'logits');
  return prepareNetwork(builder.build('plain', 'batch'), [3, toySize, toySize]);
}

async function train(on: Executor, recipe: Recipe, network = plainNetwork()) {
  const trainer = await createToyTrainer(on, recipe, { network });
  const parts: number[] = [];
  const run = await runTrainer({
    checkpoint: () => trainer.checkpoint(),
    close: () => trainer.close(),
    run: (events) => trainer.run({ ...events, onParts: (images) => parts.push(images) }),
  });
  return { ...run, parts };
}

const largest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? Number.NaN))), 0);

describe('a batch in parts trains as a whole one', () => {
  const recipes: readonly (readonly [string, Partial<Recipe>])[] = [
    ['plain', { method: 'sgd' }],
    ['thorough', { method: 'samar', mode: 'thorough' }],
    ['efficient', { method: 'samar', mode: 'efficient', exactEvery: 3, ascentFraction: 0.5 }],
    [
      'ASAM with AdamW, averaging and clipping',
      { method: 'asam', optimizer: 'adamw', averageDecay: 0.9, clipNorm: 0.5 },
    ],
    ['with mixup and smoothing', { method: 'sam', mixup: 0.3, labelSmoothing: 0.1 }],
  ];
  it.each(recipes)('%s', async (_, changes) => {
    const recipe = toyRecipe({ ...changes, epochs: 1 });
    const [whole, parted] = [await train(executor, recipe), await train(full(executor, 2), recipe)];
    expect(parted.parts).toEqual([2]);
    expect(whole.parts).toEqual([]);
    expect(largest(whole.checkpoint.block, parted.checkpoint.block)).toBeLessThan(2e-5);
    whole.steps.forEach(({ loss, kind }, step) => {
      expect(parted.steps[step]?.kind).toBe(kind);
      expect(parted.steps[step]?.loss).toBeCloseTo(loss, 4);
    });
    expect(parted.epochs[0]?.trainAccuracy).toBe(whole.epochs[0]?.trainAccuracy);
    expect(parted.checkpoint.gradientEvaluations).toBe(whole.checkpoint.gradientEvaluations);
  });
});

it('with batch statistics it is near: running statistics move once a step, by the mean of the parts', async () => {
  const recipe = toyRecipe({ method: 'sam', epochs: 1 });
  const network = () => smallNetwork(3, toySize);
  const [whole, parted] = [await train(executor, recipe, network()), await train(full(executor, 4), recipe, network())];
  expect(parted.parts).toEqual([4]);
  const difference = largest(whole.checkpoint.block, parted.checkpoint.block);
  expect(difference).toBeGreaterThan(1e-4);
  expect(difference).toBeLessThan(0.5);
  const [first, other] = [whole.steps[0]?.loss ?? 0, parted.steps[0]?.loss ?? 0];
  expect(Math.abs(first - other)).toBeLessThan(0.2);
});

it('goes on failing where even the smallest part does not fit', async () => {
  await expect(train(full(executor, 1), toyRecipe({ method: 'sgd', epochs: 1 }))).rejects.toMatchObject({
    code: 'engine.run-failed',
  });
});

describe('images that memory does not hold together are judged in parts', () => {
  const network = smallNetwork(3, toySize);
  const images = stripedImages([4, 4, 3], toySize, 3);
  const judge = async (on: Executor) => {
    const trainer = await createToyTrainer(executor, toyRecipe({ epochs: 1 }), { network });
    const evaluator = await Evaluator.load(on, network, portable, trainer.state, 8);
    try {
      return await evaluator.judge(arrayEvaluation(images, 8));
    } finally {
      await evaluator.close();
      await trainer.close();
    }
  };

  it.each([4, 3, 1])('to the same judgements, %i at most', async (most) => {
    const [whole, parted] = [await judge(executor), await judge(full(executor, most))];
    expect(parted.labels).toEqual(whole.labels);
    expect(parted.labels).toHaveLength(11);
    expect(largest(whole.probabilities, parted.probabilities)).toBeLessThan(1e-6);
  });

  it('where the network cannot even be loaded for so many', async () => {
    let loads = 0;
    const full = new NarashiError('engine.load-failed', { reason: 'D3D12: 8007000E Not enough memory resources' });
    const found = await judge({
      info: executor.info,
      close: async () => undefined,
      load: (model, options) => (loads++ === 0 ? Promise.reject(full) : executor.load(model, options)),
    });
    expect(loads).toBe(2);
    expect(found.labels).toHaveLength(11);
  });

  it('and not at all where one image is too many, or something else is wrong', async () => {
    await expect(judge(full(executor, 0))).rejects.toMatchObject({ code: 'engine.run-failed' });
    const lost = new NarashiError('engine.load-failed', { reason: 'device lost' });
    const load = () => Promise.reject(lost);
    await expect(judge({ info: executor.info, close: async () => undefined, load })).rejects.toBe(lost);
  });
});

it.each([
  [32, 32, 16],
  [32, 16, 8],
  [24, 12, 6],
  [15, 15, 5],
  [13, 13, undefined],
  [4, 2, undefined],
])('of a batch of %i, computed by %i, the next smaller part is %s', (batch, images, expected) => {
  expect(smallerPart(batch, images)).toBe(expected);
});

it.each([
  ['engine.run-failed', 'Failed to allocate memory for requested buffer of size 4294967296', true],
  ['engine.run-failed', 'std::bad_alloc', true],
  ['engine.run-failed', 'D3D12: 8007000E Not enough memory resources are available', true],
  ['engine.load-failed', 'VK_ERROR_OUT_OF_DEVICE_MEMORY: out of memory', true],
  ['engine.run-failed', 'device lost', false],
] as const)('%s, %s: out of memory %s', (code, reason, expected) => {
  expect(isOutOfMemory(new NarashiError(code, { reason }))).toBe(expected);
});
