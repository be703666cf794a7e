// Mixed precision: what is computed in float16 and what never is, the step and the training against float32, and the scale of
// the loss. On the CPU, float16 values are kept float16 by test/support/true-halves.ts.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { isMixedName, mixed } from '../../../main/autodiff/mixed.ts';
import { portable } from '../../../main/autodiff/rules/index.ts';
import { webgpu } from '../../../main/autodiff/webgpu.ts';
import type { Executor } from '../../../main/engine/executor.ts';
import { createOrtExecutor } from '../../../main/engine/ort/executor.ts';
import { executorText, isMixedExecutor } from '../../../main/jobs/identity.ts';
import { normaliseModel } from '../../../main/onnx/normalise/index.ts';
import { buildPreset } from '../../../main/onnx/preset/networks.ts';
import { readModel } from '../../../main/onnx/read.ts';
import { afterGoodStep, afterOverflow, initialLossScale, type LossScale } from '../../../main/optim/loss-scale.ts';
import type { Checkpoint } from '../../../main/train/checkpoint.ts';
import { divide } from '../../../main/train/divide.ts';
import { choiceOn, loweringToGoOn } from '../../../main/train/lowering.ts';
import { type Network, prepareNetwork } from '../../../main/train/network.ts';
import { mixedTolerance } from '../../../main/train/proof.ts';
import { StepBuilder } from '../../../main/train/step-graph.ts';
import { compareSteps, sgdPlan, TrialStep } from '../../../main/train/trial-step.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { blockNetworks } from '../../support/block-networks.ts';
import { full } from '../../support/full-card.ts';
import { smallNetwork } from '../../support/small-network.ts';
import { spoiled } from '../../support/spoiled-batches.ts';
import {
  bitsOf,
  createToyTrainer,
  runTrainer,
  type ToyOptions,
  toyRecipe,
  toySize,
} from '../../support/toy-training.ts';
import { withTrueHalves } from '../../support/true-halves.ts';

const cpu = createOrtExecutor(2);
const card = withTrueHalves(cpu);
afterAll(() => cpu.close());

const half = mixed(portable);
const network = smallNetwork(3, toySize);
const golden = (name: string) => {
  const bytes = readFileSync(new URL(`../../fixtures/golden/${name}/model.onnx`, import.meta.url));
  return prepareNetwork(normaliseModel(readModel(bytes)), [3, 32, 32]);
};
const presets = {
  tiny: () => prepareNetwork(buildPreset('tiny', 3, 32, 5), [3, 32, 32]),
  resnet: () => prepareNetwork(blockNetworks.resnet?.(32) ?? buildPreset('tiny', 3, 32, 5), [3, 32, 32]),
};

interface Start extends ToyOptions {
  /** A checkpoint to go on from; else a training begins, with this factor in its scale. */
  readonly from?: Checkpoint;
  readonly factor?: number;
  readonly stopAfter?: number;
}

async function train(on: Executor, changes: Partial<Recipe>, { from, factor, stopAfter, ...options }: Start = {}) {
  const trainer = await createToyTrainer(on, toyRecipe(changes), { network, lowering: half, ...options });
  const start = trainer.checkpoint();
  const lossScale = factor === undefined ? start.policy.lossScale : { factor, good: 0 };
  trainer.restore(from ?? { ...start, policy: { ...start.policy, lossScale } });
  return runTrainer(trainer, stopAfter);
}

describe('a mixed training graph', () => {
  const nodes = (of: Network, images = 4) => {
    const graph = of.at(images);
    const step = new StepBuilder(graph, { ...sgdPlan(of, half), kind: 'thorough' });
    const divided = divide(graph, of.trainable);
    const pass = step.pass(divided, step.weights, step.features(divided, step.image), step.target, true);
    step.perturbed(pass.gradients, step.gradientNorm(pass.gradients));
    return { nodes: step.builder.nodes, results: [pass.logits, pass.loss.mean, ...pass.gradients] };
  };

  it.each(Object.entries(presets))('of %s multiplies in float16 and adds up in float32', (_, build) => {
    const { nodes: written, results } = nodes(build());
    const floats = written.map(({ operator, inputs }) => ({
      operator,
      types: new Set(inputs.flatMap((input) => (input?.type.startsWith('float') ? [input.type] : []))),
    }));
    const inHalf = floats.filter(({ operator, types }) => operator !== 'Cast' && types.has('float16'));
    expect(inHalf.filter(({ types }) => types.size > 1)).toEqual([]);
    const work = floats.filter(({ operator }) => ['Conv', 'ConvTranspose', 'MatMul', 'Gemm'].includes(operator));
    expect(work.length).toBeGreaterThan(10);
    expect(work.filter(({ types }) => !types.has('float16'))).toEqual([]);
    expect(inHalf.filter(({ operator }) => /^(Reduce.*|Softmax|Exp|Log|Sqrt|Div|Reciprocal)$/.test(operator))).toEqual(
      [],
    );
    expect(new Set(results.map(({ type }) => type))).toEqual(new Set(['float32']));
  });

  it('adds up the products of many pixels in float32', () => {
    const products = nodes(presets.tiny(), 16).nodes.filter(({ operator }) => operator === 'Gemm');
    const lengths = (type: string) =>
      products.flatMap(({ inputs: [a] }) => (a?.type === type ? [Math.max(...a.shape)] : []));
    expect(Math.min(...lengths('float32'))).toBeGreaterThan(4608);
    expect(Math.max(...lengths('float16'))).toBeLessThanOrEqual(4608);
  });

  it('stays in float16 from one convolution to the next but for the normalisation', () => {
    const { nodes: written } = nodes(presets.resnet());
    const relus = written.filter(({ operator }) => operator === 'Relu');
    expect(relus.length).toBeGreaterThan(0);
    expect(relus.every(({ inputs }) => inputs[0]?.type === 'float16')).toBe(true);
  });
});

describe('a mixed step', () => {
  it.each([
    ['tiny', 'thorough', 0.1],
    ['tiny', 'efficient', 0.15],
    ['resnet', 'thorough', 0.2],
  ] as const)('of %s (%s) is that of float32 but for rounding', async (name, kind, limit) => {
    const of = presets[name]();
    const reference = await TrialStep.load(cpu, of, { lowering: portable, kind }, 16);
    const candidate = await TrialStep.load(card, of, { lowering: half, kind }, 16);
    const { overall } = await compareSteps(reference, candidate);
    await reference.close();
    await candidate.close();
    expect(overall).toBeGreaterThan(1e-4);
    expect(overall).toBeLessThan(limit);
  });
});

it.each(['efficientnet', 'mobilenet_v2', 'mobilenet_v3', 'resnet', 'shufflenet_v2'])(
  'one gradient of the golden network %s is near that of float32',
  async (name) => {
    const of = golden(name);
    const reference = await TrialStep.load(cpu, of, { lowering: portable }, 4);
    const candidate = await TrialStep.load(card, of, { lowering: half }, 4);
    const { overall } = await compareSteps(reference, candidate);
    await reference.close();
    await candidate.close();
    expect(overall).toBeLessThan(mixedTolerance);
  },
);

describe('a mixed training', () => {
  it.each([
    ['SGD', { method: 'sgd' }],
    ['SAM', { method: 'sam', mode: 'thorough' }],
    ['adaptive SAM', { method: 'samar', mode: 'efficient', exactEvery: 3, ascentFraction: 0.5 }],
    ['ASAM, AdamW', { method: 'asam', optimizer: 'adamw', averageDecay: 0.9, clipNorm: 0.5 }],
  ] as const)('%s: follows float32, step by step', async (_, changes) => {
    const exact = await train(cpu, changes, { lowering: portable });
    const found = await train(card, changes);
    expect(found.steps.map(({ kind }) => kind)).toEqual(exact.steps.map(({ kind }) => kind));
    found.steps.forEach(({ loss }, step) => {
      expect(Math.abs(loss - (exact.steps[step]?.loss ?? 0))).toBeLessThan(0.05);
    });
    expect(found.checkpoint.lowering).toBe('portable, mixed');
    expect(found.checkpoint.block.every(Number.isFinite)).toBe(true);
    expect(found.checkpoint.gradientEvaluations).toBe(exact.checkpoint.gradientEvaluations);
  });

  it.each(['thorough', 'efficient'] as const)(
    'measures and ascends by the loss itself, whatever the scale: %s',
    async (mode) => {
      const changes = { method: 'samar', mode, exactEvery: 2, epochs: 1 } as const;
      const [one, two] = [await train(card, changes), await train(card, changes, { factor: 64 })];
      for (const figure of ['loss', 'perturbedLoss', 'sharpness', 'gradientNorm', 'lambda'] as const) {
        expect(two.epochs[0]?.[figure]).toBeCloseTo(one.epochs[0]?.[figure] ?? Number.NaN, 2);
      }
    },
  );

  it.each([2, 4])('in parts of %i is near the whole', async (images) => {
    const changes = { method: 'sam', mode: 'thorough', epochs: 1 } as const;
    const [whole, parted] = [await train(card, changes), await train(full(card, images), changes)];
    whole.steps.forEach(({ loss }, step) => {
      expect(Math.abs(loss - (parted.steps[step]?.loss ?? 0))).toBeLessThan(0.3);
    });
    expect(parted.steps.every(({ kind }) => kind === 'thorough')).toBe(true);
  });

  it('goes on from a checkpoint as if nothing had happened, its scale too', async () => {
    const changes = { method: 'samar', mode: 'thorough' } as const;
    const whole = await train(card, changes, { factor: 2 ** 40 });
    const part = await train(card, changes, { factor: 2 ** 40, stopAfter: 5 });
    const rest = await train(card, changes, { from: part.checkpoint });
    expect(bitsOf(rest.checkpoint.block)).toEqual(bitsOf(whole.checkpoint.block));
    expect(rest.checkpoint.policy).toEqual(whole.checkpoint.policy);
  });
});

describe('the scale of the loss', () => {
  const factorOf = ({ checkpoint }: { readonly checkpoint: Checkpoint }) => checkpoint.policy.lossScale.factor;

  it('is halved until gradients have room; the same batch is taken again, so that no step is lost', async () => {
    for (const changes of [
      { method: 'sgd' },
      { method: 'sam', mode: 'thorough' },
      { method: 'sam', mode: 'efficient' },
    ] as const) {
      const plain = await train(card, changes);
      const run = await train(card, changes, { factor: 2 ** 40 });
      expect(factorOf(run)).toBeLessThan(2 ** 30);
      expect(factorOf(run)).toBeGreaterThan(2 ** 8);
      expect(run.steps.map(({ kind }) => kind)).toEqual(plain.steps.map(({ kind }) => kind));
      expect(run.checkpoint.policy).toMatchObject({ step: 12, updates: 12, skipped: 0 });
      expect(run.epochs.map(({ skippedSteps }) => skippedSteps)).toEqual([0, 0]);
      // More than 20 in a row would be divergence, were they counted as such. What they cost is.
      expect(run.checkpoint.gradientEvaluations).toBeGreaterThan(plain.checkpoint.gradientEvaluations + 10);
      run.steps.forEach(({ loss }, step) => {
        expect(Math.abs(loss - (plain.steps[step]?.loss ?? 0))).toBeLessThan(0.05);
      });
    }
  });

  it('is not blamed for a batch that gives no usable numbers at any scale', async () => {
    const run = await train(card, { method: 'sam', mode: 'thorough' }, { change: spoiled(Number.NaN, [4]) });
    expect(run.checkpoint.policy).toMatchObject({ step: 12, updates: 11, skipped: 1 });
    expect(run.checkpoint.policy.lossScale).toEqual({ factor: initialLossScale.factor, good: 11 });
    expect(run.epochs.map(({ skippedSteps }) => skippedSteps)).toEqual([1, 0]);
  });

  it('ends a training whose numbers stay unusable, as in float32', async () => {
    const all = Array.from({ length: 60 }, (_, step) => step + 2);
    const failure = await train(card, { method: 'sgd', epochs: 9 }, { change: spoiled(Number.NaN, all) }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'train.diverged', data: { count: 20 } });
  });

  it('stays where it is in float32', async () => {
    const { checkpoint } = await train(cpu, { method: 'sgd' }, { lowering: portable });
    expect(checkpoint.policy.lossScale).toEqual(initialLossScale);
  });

  it('is doubled after 200 good steps, up to 2¹⁶, and never falls below 1', () => {
    let scale: LossScale = { factor: 2 ** 15, good: 0 };
    const seen = Array.from({ length: 601 }, () => {
      scale = afterGoodStep(scale);
      return scale.factor;
    });
    expect([seen[198], seen[199], seen[399], seen[600]]).toEqual([2 ** 15, 2 ** 16, 2 ** 16, 2 ** 16]);
    expect(afterOverflow({ factor: 2, good: 9 })).toEqual({ factor: 1, good: 0 });
    expect(afterOverflow({ factor: 1, good: 9 })).toBeUndefined();
  });
});

describe('a training that goes on', () => {
  it.each([
    ['a new one', ['mixed', 'float32'], undefined, 'webgpu, mixed'],
    ['a new one', ['float32', 'mixed'], undefined, 'webgpu'],
    ['in mixed precision', ['float32', 'mixed'], { lowering: 'webgpu, mixed' }, 'webgpu, mixed'],
    ['in mixed precision from another card', ['float32', 'mixed'], { lowering: 'portable, mixed' }, 'webgpu, mixed'],
    ['in mixed precision that is gone', ['float32'], { lowering: 'webgpu, mixed' }, 'webgpu'],
    ['in float32', ['mixed', 'float32'], { lowering: 'webgpu' }, 'webgpu'],
    ['from the CPU', ['mixed', 'float32'], { lowering: 'cpu-fast' }, 'webgpu'],
    ['from an older program', ['mixed', 'float32'], {}, 'webgpu'],
  ] as const)('keeps its precision: %s, %j', (_, precisions, begun, expected) => {
    expect(loweringToGoOn(choiceOn('webgpu', precisions), begun).name).toBe(expected);
  });

  it('names tell the precision', () => {
    const lowerings = [portable, webgpu, mixed(webgpu)];
    expect(lowerings.map(({ name }) => isMixedName(name))).toEqual([false, false, true]);
    const recorded = lowerings.map(({ name }) => executorText({ executionProvider: 'webgpu' }, name));
    expect(recorded.at(-1)).toBe('webgpu (webgpu, mixed)');
    expect(recorded.map(isMixedExecutor)).toEqual([false, false, true]);
  });
});
