// What training a part of a network must honour: the rest stays, the part learns as it does in the whole, at its own rates.
import { afterAll, describe, expect, it } from 'vitest';
import { cpuFast } from '../../main/autodiff/cpu-fast/index.ts';
import type { Lowering } from '../../main/autodiff/rule.ts';
import { portable } from '../../main/autodiff/rules/index.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { probeBlockSize } from '../../main/engine/probe.ts';
import { GraphBuilder } from '../../main/onnx/builder.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { elementCount, float32 } from '../../main/onnx/tensor.ts';
import { adamw, sgd } from '../../main/optim/base-optimizer.ts';
import { type Network, prepareNetwork, type Training } from '../../main/train/network.ts';
import { writeTargets } from '../../main/train/targets.ts';
import { random } from '../../shared/domain/random.ts';
import { type Scalars, type State, Step, type StepSettings } from '../support/step-harness.ts';
import { bitsOf, isStatistic, toyImages, toySize } from '../support/toy-training.ts';

const executor = createOrtExecutor(1);
afterAll(() => executor.close());
const block = await probeBlockSize(executor);

const model = buildPreset('tiny', 3, toySize, 1);
const batchSize = 8;
const network = (training: Training): Network => prepareNetwork(model, [3, toySize, toySize], training);
/** The last stage and the head. */
const last = (weight: string) => (/^(stage3|classifier)/.test(weight) ? 1 : 0);
const head = (weight: string) => Number(weight.startsWith('classifier'));

/** The state after a few steps, and what the last one measured. */
async function learn(
  of: Network,
  settings: Partial<StepSettings> = {},
  scalars: Scalars = {},
  steps = 2,
): Promise<{ state: State; gradientNorm: number; perturbedLoss: number }> {
  const step = await Step.load(executor, of, { kind: 'base', optimizer: sgd(0), part: 4, batchSize, ...settings });
  const length = toyImages.images.length / toyImages.labels.length;
  for (let batch = 0; batch < steps; batch++) {
    const labels = Int32Array.from({ length: batchSize }, (_, index) => {
      const image = ((index + 1) * 7 + batch * 11) % toyImages.labels.length;
      step.image.set(toyImages.images.subarray(image * length, (image + 1) * length), index * length);
      return toyImages.labels[image] ?? 0;
    });
    writeTargets(step.target, labels, [1, 1, 1], 0);
    await step.take(scalars);
  }
  const found = {
    state: step.snapshot(),
    gradientNorm: step.program.measured('gradientNorm'),
    perturbedLoss: step.program.measured('perturbedLoss'),
  };
  await step.close();
  return found;
}

/** Largest difference between tensors both hold, relative to how far they moved from the start. */
function difference(found: State, expected: State, of: Network): number {
  let [worst, moved] = [0, 1e-9];
  for (const [name, values] of Object.entries(found)) {
    const start = of.initial.get(name)?.data;
    values.forEach((value, index) => {
      worst = Math.max(worst, Math.abs(value - (expected[name]?.[index] ?? Number.NaN)));
      moved = Math.max(moved, Math.abs(value - (start?.[index] ?? value)));
    });
  }
  return worst / moved;
}

const lowerings: readonly (readonly [string, Lowering])[] = [
  ['portable', portable],
  ...(block === undefined ? [] : [['cpu-fast', cpuFast(block)] as const]),
];

describe.each(lowerings)('a part of a network, %s', (_, lowering) => {
  it('learns as it does in the whole, and the rest is no state at all', async () => {
    const whole = network({ batchNorm: 'frozen' });
    const expected = await learn(whole, { lowering }, {}, 1);
    for (const rateOf of [last, head]) {
      const part = network({ rateOf, batchNorm: 'frozen' });
      const { state, gradientNorm } = await learn(part, { lowering }, {}, 1);
      expect(Object.keys(state).filter((name) => rateOf(name) === 0 && !name.startsWith('momentum'))).toEqual([]);
      expect(Object.keys(state).length).toBe(2 * part.trainable.length);
      expect(difference(state, expected.state, part)).toBeLessThan(1e-4);
      // The norm is that of the trained weights alone: what SGD without momentum moved, over its rate.
      const squares = part.trainable.flatMap((name) =>
        Array.from(state[name] ?? [], (value, index) => (value - (part.initial.get(name)?.data[index] ?? 0)) ** 2),
      );
      const moved = Math.sqrt(squares.reduce((sum, square) => sum + square, 0)) / 0.1;
      expect(gradientNorm / moved).toBeCloseTo(1, 3);
    }
  });

  it('moves the statistics of its own stages only', async () => {
    const part = network({ rateOf: last });
    const { state } = await learn(part, { lowering, kind: 'thorough' });
    const statistics = Object.keys(state).filter(isStatistic);
    expect(statistics.length).toBeGreaterThan(0);
    expect(statistics.filter((name) => !name.startsWith('stage3'))).toEqual([]);
    expect(network({ rateOf: last, batchNorm: 'frozen' }).buffers).toEqual([]);
  });

  it.each(['thorough', 'efficient'] as const)('%s: the ascent is one of the trained weights', async (kind) => {
    // The same as a network whose frozen weights are state with a zero gradient cannot be had: an ascent of radius ρ over a
    // larger space would leave less for the part. Its loss after the ascent along the part alone is found by hand.
    const part = network({ rateOf: head, batchNorm: 'frozen' });
    const small = await learn(part, { lowering, kind }, { radius: 1e-3 }, 1);
    const none = await learn(part, { lowering, kind }, { radius: 0 }, 1);
    const rise = small.perturbedLoss - none.perturbedLoss;
    if (kind === 'thorough') expect(rise / (1e-3 * small.gradientNorm)).toBeCloseTo(1, 1);
    else expect(rise).not.toBe(0);
  });
});

describe('an operator without a gradient', () => {
  it('is run forwards only, where what comes before it is not trained', async () => {
    const builder = new GraphBuilder();
    const stream = random(3, 'probe');
    const weight = (name: string, shape: readonly number[]) =>
      builder.weight(
        name,
        float32(
          shape,
          Float32Array.from({ length: elementCount(shape) }, () => stream.gaussian()),
        ),
      );
    const image = builder.input('image', 'float32', [1, 3, toySize, toySize]);
    const convolved = builder.op('Conv', [image, weight('stem.weight', [4, 3, 3, 3])]);
    const vector = builder.op('Flatten', [builder.op('GlobalAveragePool', [builder.op('Atan', [convolved])])]);
    const read = [vector, weight('classifier.weight', [3, 4]), weight('classifier.bias', [3])];
    builder.output(builder.op('Gemm', read, { transB: 1 }), 'logits');
    const shape = [3, toySize, toySize];
    const probe = prepareNetwork(builder.build('probe', 'batch'), shape, { rateOf: head });
    const { state, gradientNorm } = await learn(probe, { kind: 'thorough' });
    expect(probe.trainable).toEqual(['classifier.weight', 'classifier.bias']);
    expect(gradientNorm).toBeGreaterThan(0);
    expect(Object.values(state).every((values) => values.every(Number.isFinite))).toBe(true);
    const whole = prepareNetwork(probe.model, shape);
    await expect(learn(whole, { kind: 'thorough' })).rejects.toMatchObject({ code: 'onnx.unsupported' });
  });
});

describe('rates of single weights', () => {
  const optimizers = { sgd: () => sgd(0.9), adamw: () => adamw() } as const;

  it.each(['sgd', 'adamw'] as const)('%s: a rate of 1 changes no bit, another one scales the step', async (name) => {
    const settings = { optimizer: optimizers[name](), kind: 'thorough' } as const;
    const scalars = { weightDecay: 0.01, radius: 0.02 };
    const plain = await learn(network({}), settings, scalars, 1);
    const ones = await learn(network({ rateOf: () => 1 }), settings, scalars, 1);
    const differing = Object.entries(plain.state).filter(([weight, values]) => {
      const found = bitsOf(ones.state[weight] ?? new Float32Array());
      return bitsOf(values).some((bits, index) => bits !== found[index]);
    });
    expect(differing).toEqual([]);
    const slow = network({ rateOf: (weight) => (weight.startsWith('stem') ? 0.25 : 1) });
    const { state } = await learn(slow, settings, scalars, 1);
    for (const weight of slow.trainable) {
      const start = slow.initial.get(weight)?.data ?? new Float32Array();
      const rate = weight.startsWith('stem') ? 0.25 : 1;
      const own = Array.from(state[weight] ?? [], (value, index) => value - (start[index] ?? 0));
      const whole = Array.from(plain.state[weight] ?? [], (value, index) => (value - (start[index] ?? 0)) * rate);
      const largest = Math.max(...whole.map(Math.abs));
      expect(Math.max(...own.map((value, index) => Math.abs(value - (whole[index] ?? 0)))) / largest).toBeLessThan(
        1e-4,
      );
    }
  });
});
