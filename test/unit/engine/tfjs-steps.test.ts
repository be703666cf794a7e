// Whole training steps, and a short training, on tfjs against ONNX Runtime; nothing is left behind in memory.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../main/engine/executor.ts';
import { createInlineExecutor } from '../../../main/engine/ort/inline.ts';
import { buildPreset } from '../../../main/onnx/preset/networks.ts';
import { readModel } from '../../../main/onnx/read.ts';
import { adamw, sgd } from '../../../main/optim/base-optimizer.ts';
import { type Network, prepareNetwork } from '../../../main/train/network.ts';
import type { StepKind } from '../../../main/train/step-graph.ts';
import { random } from '../../../shared/domain/random.ts';
import { stripedImages } from '../../support/array-batches.ts';
import { blockNetworks } from '../../support/block-networks.ts';
import { smallNetwork } from '../../support/small-network.ts';
import { type State, Step, type StepSettings } from '../../support/step-harness.ts';
import { openTfjs, tensorCount } from '../../support/tfjs.ts';
import { createToyTrainer, runTrainer, toyRecipe } from '../../support/toy-training.ts';

/** ‖difference‖ / ‖change‖ of all weights, slots and statistics after two steps. Measured: 2e-7 to 1.1e-6. */
const TOLERANCE = 1e-5;
/** Where BatchNormalization sees three values per channel, the first step's rounding grows in the second. Measured: 1.3e-4. */
const LOOSE = 1e-3;

const reference = createInlineExecutor(1);
const tfjs = await openTfjs();

afterAll(async () => {
  await tfjs.close();
  await reference.close();
});

const preset = (size: number) => prepareNetwork(buildPreset('tiny', 4, size, 1), [3, size, size]);
const block = (name: string, channels: number) => {
  const build = blockNetworks[name];
  if (!build) throw new RangeError(name);
  return prepareNetwork(build(12), [channels, 12, 12]);
};
const exported = (name: string, size: number) =>
  prepareNetwork(readModel(readFileSync(new URL(`../../fixtures/golden/${name}/model.onnx`, import.meta.url))), [
    3,
    size,
    size,
  ]);

type Settings = Omit<StepSettings, 'batchSize'>;
const small: Settings[] = (['base', 'thorough', 'efficient'] as const).flatMap((kind) =>
  (kind === 'base' ? (['sam'] as const) : (['sam', 'asam'] as const)).flatMap((ascent) => [
    { kind, ascent, optimizer: sgd(0.9) },
    { kind, ascent, optimizer: adamw(), clipGradients: true, averageWeights: true },
  ]),
);
const steps = (...kinds: StepKind[]): Settings[] =>
  kinds.map((kind) => ({ kind, ascent: 'asam', optimizer: sgd(0.9) }));

const networks: readonly (readonly [string, () => Network, readonly Settings[], tolerance?: number])[] = [
  ['the smallest network', () => smallNetwork(3, 8, 0.3), small],
  ['preset tiny', () => preset(12), steps('thorough', 'efficient')],
  ['a residual network', () => block('resnet', 3), steps('base'), LOOSE],
  ['inverted residuals', () => block('mobilenet', 1), steps('thorough'), LOOSE],
  ['dilation, groups, squeeze and excitation', () => block('assorted', 3), steps('base'), LOOSE],
  ['golden convnet', () => exported('convnet', 16), steps('thorough')],
  ['golden resnet', () => exported('resnet', 32), steps('base')],
];

const cases = networks.flatMap(([name, make, settings, tolerance = TOLERANCE]) =>
  settings.map((each) => {
    const label = `${name}, ${each.kind}, ${each.ascent}, ${each.optimizer.slots.length > 1 ? 'AdamW' : 'SGD'}`;
    return [label, make, each, tolerance] as const;
  }),
);

async function openStep(executor: Executor, network: Network, settings: Settings): Promise<Step> {
  const step = await Step.load(executor, network, { ...settings, batchSize: 3, part: 2 });
  const stream = random(4, 'images');
  for (let index = 0; index < step.image.length; index++) step.image[index] = stream.gaussian();
  const classes = step.target.length / 3;
  for (let row = 0; row < 3; row++) step.target[row * classes + row] = 1;
  for (const mask of step.program.masks.values())
    mask.data.set(mask.data.map((_, index) => (index % 3 === 0 ? 0 : 1.5)));
  return step;
}

async function twoSteps(executor: Executor, network: Network, settings: Settings) {
  const step = await openStep(executor, network, settings);
  const before = step.snapshot();
  await step.take();
  const after = await step.take();
  const loss = step.program.measured('loss');
  await step.close();
  return { before, after, loss };
}

function distance(a: State, b: State): number {
  return Math.hypot(
    ...Object.entries(a).map(([name, values]) =>
      Math.hypot(...values.map((value, at) => value - (b[name]?.[at] ?? Number.NaN))),
    ),
  );
}

describe('two training steps change the state as ONNX Runtime does', () => {
  it.each(cases)('%s', async (_, make, settings, tolerance) => {
    const network = make();
    const expected = await twoSteps(reference, network, settings);
    const found = await twoSteps(tfjs, network, settings);
    const difference = distance(found.after, expected.after) / distance(expected.after, expected.before);
    expect(difference).toBeLessThan(tolerance);
    expect(Math.abs(found.loss - expected.loss)).toBeLessThan(1e-5);
  });
});

describe('a training', () => {
  it.each(['sgd', 'asam'] as const)('has the loss curve of ONNX Runtime: %s', async (method) => {
    const recipe = toyRecipe({ method, size: 8, batchSize: 4 });
    const options = { images: stripedImages([8, 8, 8], 8, 1), network: smallNetwork(3, 8) };
    const train = async (executor: Executor) => runTrainer(await createToyTrainer(executor, recipe, options));
    const before = tensorCount();
    const [expected, found] = [await train(reference), await train(tfjs)];
    expect(tensorCount()).toBe(before);
    const losses = (run: typeof expected) => run.steps.map(({ loss }) => loss);
    expect(losses(found)).toHaveLength(12);
    losses(found).forEach((loss, step) => {
      expect(Math.abs(loss - (losses(expected)[step] ?? Number.NaN)), `step ${step}`).toBeLessThan(1e-4);
    });
  });
});

describe('memory', () => {
  it('holds as many tensors after many steps as after one, and none of them once it is closed', async () => {
    const before = tensorCount();
    const step = await openStep(tfjs, smallNetwork(3, 8, 0.3), {
      kind: 'thorough',
      ascent: 'asam',
      optimizer: adamw(),
    });
    await step.take();
    const afterOne = tensorCount();
    for (let taken = 0; taken < 5; taken++) await step.take();
    expect(tensorCount()).toBe(afterOne);
    await step.close();
    expect(tensorCount()).toBe(before);
  });
});
