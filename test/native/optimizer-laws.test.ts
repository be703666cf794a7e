// What every step of the optimizer family must honour (OPTIM.md), one step graph at a time, on a network with BatchNormalization.
import { afterAll, describe, expect, it } from 'vitest';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { adamw, type BaseOptimizer, sgd } from '../../main/optim/base-optimizer.ts';
import { averageName, slotName } from '../../main/train/step-graph.ts';
import { writeTargets } from '../../main/train/targets.ts';
import { smallNetwork } from '../support/small-network.ts';
import { type Scalars, type State, Step, type StepSettings } from '../support/step-harness.ts';
import { bitsOf, isStatistic, toyImages, toySize } from '../support/toy-training.ts';

const executor = createOrtExecutor(1);
afterAll(() => executor.close());

const network = smallNetwork(3, toySize);
const batchSize = 8;
const part = 4;
const optimizers: Readonly<Record<string, () => BaseOptimizer>> = { sgd: () => sgd(0.9), adamw: () => adamw() };
const ascents = ['sam', 'asam'] as const;
const kinds = ['thorough', 'efficient'] as const;
const everyForm = kinds.flatMap((kind) => ascents.map((ascent) => [kind, ascent] as const));
const everyStep = everyForm.flatMap(([kind, ascent]) =>
  Object.keys(optimizers).map((optimizer) => [kind, ascent, optimizer] as const),
);

/** Batches of mixed classes. */
function fill(step: Step, batch: number): void {
  const length = toyImages.images.length / toyImages.labels.length;
  const labels = Int32Array.from({ length: batchSize }, (_, index) => {
    const image = ((index + 1) * 7 + batch * 11) % toyImages.labels.length;
    step.image.set(toyImages.images.subarray(image * length, (image + 1) * length), index * length);
    return toyImages.labels[image] ?? 0;
  });
  writeTargets(step.target, labels, [1, 1, 1], 0);
}

const open: Step[] = [];
afterAll(() => Promise.all(open.map((step) => step.close())));
const loaded = new Map<string, Promise<Step>>();

/** A step graph at the network's initial weights; compiled once for equal settings. */
async function at(settings: Omit<StepSettings, 'batchSize' | 'optimizer'>, optimizer: string): Promise<Step> {
  const key = JSON.stringify([settings, optimizer]);
  const make = () =>
    Step.load(executor, network, { part, ...settings, optimizer: (optimizers[optimizer] ?? adamw)(), batchSize });
  const known = loaded.get(key) ?? make();
  loaded.set(key, known);
  const step = await known;
  if (!open.includes(step)) open.push(step);
  for (const { name } of step.state.layout) step.state.get(name).fill(0);
  for (const [name, { data }] of network.initial) {
    step.state.get(name).set(data);
    if (step.state.has(averageName(name))) step.state.get(averageName(name)).set(data);
  }
  fill(step, 0);
  return step;
}

async function several(step: Step, scalars: Scalars, steps = 3): Promise<State> {
  step.restart();
  for (let batch = 0; batch < steps; batch++) {
    fill(step, batch);
    await step.take(scalars);
  }
  return step.snapshot();
}

function expectBits(found: State, expected: State, passes: (name: string) => boolean = () => true): void {
  const names = Object.keys(expected).filter(passes);
  expect(Object.keys(found).filter(passes)).toEqual(names);
  expect(names.length).toBeGreaterThan(5);
  const differing = names.filter((name) => {
    const [a, b] = [bitsOf(found[name] ?? new Float32Array()), bitsOf(expected[name] ?? new Float32Array())];
    return a.length !== b.length || a.some((value, index) => value !== b[index]);
  });
  expect(differing).toEqual([]);
}

/** Largest difference over all tensors, relative to the largest entry of all. */
function difference(found: State, expected: State): number {
  let [worst, largest] = [0, 0];
  for (const [name, values] of Object.entries(expected))
    values.forEach((value, index) => {
      worst = Math.max(worst, Math.abs(value - (found[name]?.[index] ?? Number.NaN)));
      largest = Math.max(largest, Math.abs(value));
    });
  return worst / largest;
}

const pick = (state: State, names: readonly string[], from = (name: string) => name): State =>
  Object.fromEntries(names.map((name) => [name, state[from(name)] ?? new Float32Array()]));
const weightsOf = (state: State) => pick(state, network.trainable);
const statisticsOf = (state: State) => pick(state, network.buffers);
/** With no decay and no earlier momentum, SGD's momentum after a step is the gradient it was given. */
const directionOf = (state: State) => pick(state, network.trainable, (name) => slotName('momentum', name));

describe('a step is the base optimizer, bit for bit', () => {
  it.each(everyStep)('%s %s %s with radius 0', async (kind, ascent, optimizer) => {
    const base = await several(await at({ kind: 'base' }, optimizer), { weightDecay: 1e-2 });
    const found = await several(await at({ kind, ascent }, optimizer), { weightDecay: 1e-2, radius: 0 });
    expectBits(found, base);
  });

  it.each(everyStep.filter(([kind]) => kind === 'thorough'))(
    '%s %s %s with λ 0, whatever the radius',
    async (kind, ascent, optimizer) => {
      const base = await several(await at({ kind: 'base' }, optimizer), { weightDecay: 1e-2 });
      const found = await several(await at({ kind, ascent }, optimizer), { weightDecay: 1e-2, lambda: 0, radius: 0.3 });
      expectBits(found, base);
    },
  );

  it('and not otherwise', async () => {
    const base = await several(await at({ kind: 'base' }, 'sgd'), {});
    const found = await several(await at({ kind: 'thorough', ascent: 'sam' }, 'sgd'), {});
    expect(difference(weightsOf(found), weightsOf(base))).toBeGreaterThan(1e-3);
  });
});

describe('efficient with the whole batch is SAM', () => {
  it.each(everyStep.filter(([kind]) => kind === 'efficient'))('%s %s %s', async (kind, ascent, optimizer) => {
    const thorough = await at({ kind: 'thorough', ascent }, optimizer);
    const efficient = await at({ kind, ascent, part: batchSize }, optimizer);
    const sam = await several(thorough, { weightDecay: 1e-2 });
    const found = await several(efficient, { weightDecay: 1e-2 });
    // The running statistics differ: the efficient form takes them from the full pass, which is the perturbed one.
    expectBits(found, sam, (name) => !isStatistic(name));
    for (const name of ['loss', 'perturbedLoss', 'gradientNorm'])
      expect([name, efficient.program.measured(name)]).toEqual([name, thorough.program.measured(name)]);
  });
});

/** Gradient, loss and new running statistics at given weights, from a base step. */
async function gradientAt(values: State, images = batchSize) {
  const step = await at({ kind: 'base' }, 'sgd');
  step.set(values);
  if (images === batchSize) {
    const after = await step.take();
    return { after, gradient: directionOf(after), loss: step.program.measured('loss') };
  }
  const small = await Step.load(executor, network, { kind: 'base', optimizer: sgd(0.9), batchSize: images });
  small.set(values);
  small.image.set(step.image.subarray(0, small.image.length));
  small.target.set(step.target.subarray(0, small.target.length));
  const after = await small.take();
  const loss = small.program.measured('loss');
  await small.close();
  return { after, gradient: directionOf(after), loss };
}

const mapState = (state: State, change: (value: number, name: string, index: number) => number): State =>
  Object.fromEntries(
    Object.entries(state).map(([name, values]) => [name, values.map((value, index) => change(value, name, index))]),
  );
const element = (state: State, name: string, index: number) => state[name]?.[index] ?? Number.NaN;
const norm = (state: State) =>
  Math.sqrt(Object.values(state).reduce((sum, values) => values.reduce((s, v) => s + v * v, sum), 0));

/** `w + e` in double precision from the published formulas. */
function ascend(ascent: 'sam' | 'asam', weights: State, gradient: State, radius: number): State {
  const scale = (name: string, index: number) =>
    ascent === 'sam' ? 1 : Math.abs(element(weights, name, index)) + 0.01;
  const scaled = mapState(gradient, (value, name, index) => value * scale(name, index));
  const length = radius / (norm(scaled) + 1e-12);
  return mapState(weights, (w, name, index) => w + length * scale(name, index) * element(scaled, name, index));
}

describe('a step is what the formulas compose from plain gradients', () => {
  const cases = everyForm.flatMap(([kind, ascent]) =>
    (kind === 'thorough' ? [0.5, 1, 2] : [1]).map((lambda) => [kind, ascent, lambda] as const),
  );
  it.each(cases)('%s %s λ=%d', async (kind, ascent, lambda) => {
    const radius = ascent === 'sam' ? 0.05 : 0.5;
    const start = (await at({ kind, ascent }, 'sgd')).snapshot();
    const whole = await gradientAt(start);
    const first = kind === 'thorough' ? whole : await gradientAt(start, part);
    const there = ascend(ascent, weightsOf(start), first.gradient, radius);
    const second = await gradientAt(there);
    const step = await at({ kind, ascent }, 'sgd');
    const after = await step.take({ radius, lambda });
    const direction = mapState(second.gradient, (value, name, index) =>
      kind === 'thorough' ? (1 - lambda) * element(whole.gradient, name, index) + lambda * value : value,
    );
    expect(difference(directionOf(after), direction)).toBeLessThan(2e-4);
    // Batch statistics in both passes, so that both losses are those of a training pass.
    expect(step.program.measured('loss')).toBeCloseTo(first.loss, 5);
    expect(step.program.measured('perturbedLoss')).toBeCloseTo(second.loss, 4);
    expect(step.program.measured('gradientNorm')).toBeCloseTo(norm(first.gradient), 4);
    expect(step.program.measured('updateNorm')).toBeCloseTo(norm(direction), 3);
    // Running statistics from one pass only: the first, or the full one.
    const [moving, other] = kind === 'thorough' ? [whole, second] : [second, whole];
    expect(difference(statisticsOf(after), statisticsOf(moving.after))).toBeLessThan(1e-5);
    expect(difference(statisticsOf(after), statisticsOf(other.after))).toBeGreaterThan(1e-4);
  });
});

describe('every step', () => {
  it.each(everyStep)('%s %s %s leaves the weights it started from as they were', async (kind, ascent, optimizer) => {
    const step = await at({ kind, ascent }, optimizer);
    const before = step.snapshot();
    await step.peek({ radius: 0.5, weightDecay: 0.1 });
    expectBits(step.snapshot(), before);
  });

  it.each(everyForm)('%s %s moves momentum once', async (kind, ascent) => {
    const step = await at({ kind, ascent }, 'sgd');
    const first = await step.take();
    const before = weightsOf(first);
    const second = await step.take();
    const fresh = await at({ kind, ascent }, 'sgd');
    fresh.set(before);
    const alone = directionOf(await fresh.take());
    const earlier = directionOf(first);
    const expected = mapState(alone, (value, name, index) => 0.9 * element(earlier, name, index) + value);
    expect(difference(directionOf(second), expected)).toBeLessThan(1e-6);
    const moved = mapState(before, (w, name, index) => w - 0.1 * element(expected, name, index));
    expect(difference(weightsOf(second), moved)).toBeLessThan(1e-6);
  });

  it.each(everyForm)('%s %s moves the AdamW slots once, without decay in them', async (kind, ascent) => {
    const plain = await (await at({ kind, ascent }, 'sgd')).take();
    const gradient = directionOf(plain);
    const step = await at({ kind, ascent }, 'adamw');
    step.restart();
    const start = step.snapshot();
    const after = await step.take({ weightDecay: 0.2 });
    const mean = pick(after, network.trainable, (name) => slotName('mean', name));
    const square = pick(after, network.trainable, (name) => slotName('square', name));
    expect(
      difference(
        mean,
        mapState(gradient, (g) => 0.1 * g),
      ),
    ).toBeLessThan(1e-5);
    expect(
      difference(
        square,
        mapState(gradient, (g) => 0.001 * g * g),
      ),
    ).toBeLessThan(1e-4);
    // First step: ĝ/(|ĝ|+ε), and decoupled decay.
    const expected = mapState(weightsOf(start), (w, name, index) => {
      const g = element(gradient, name, index);
      return w * (1 - 0.1 * 0.2) - (0.1 * g) / (Math.abs(g) + 1e-8);
    });
    const clear = (name: string, index: number) => Math.abs(element(gradient, name, index)) > 1e-6;
    const kept = (state: State) => mapState(state, (w, name, index) => (clear(name, index) ? w : 0));
    expect(difference(kept(weightsOf(after)), kept(expected))).toBeLessThan(1e-3);
  });

  it.each(everyForm)('%s %s decays in the base update only', async (kind, ascent) => {
    const step = await at({ kind, ascent }, 'sgd');
    const start = weightsOf(step.snapshot());
    const plain = directionOf(await step.take());
    const losses = ['loss', 'perturbedLoss', 'gradientNorm', 'updateNorm'];
    const measured = losses.map((name) => step.program.measured(name));
    const again = await at({ kind, ascent }, 'sgd');
    const decayed = directionOf(await again.take({ weightDecay: 0.3 }));
    expect(losses.map((name) => again.program.measured(name))).toEqual(measured);
    const expected = mapState(plain, (value, name, index) => value + 0.3 * element(start, name, index));
    expect(difference(decayed, expected)).toBeLessThan(1e-6);
  });

  it.each(everyForm)('%s %s clips after combining', async (kind, ascent) => {
    const plain = await at({ kind, ascent }, 'sgd');
    const direction = directionOf(await plain.take({ lambda: 1.5 }));
    const losses = [plain.program.measured('perturbedLoss'), plain.program.measured('gradientNorm')];
    const step = await at({ kind, ascent, clipGradients: true }, 'sgd');
    const limit = 0.25 * norm(direction);
    const clipped = directionOf(await step.take({ lambda: 1.5, clipNorm: limit }));
    expect(norm(clipped)).toBeCloseTo(limit, 4);
    expect(
      difference(
        clipped,
        mapState(direction, (value) => 0.25 * value),
      ),
    ).toBeLessThan(1e-5);
    expect([step.program.measured('perturbedLoss'), step.program.measured('gradientNorm')]).toEqual(losses);
    const loose = await at({ kind, ascent, clipGradients: true }, 'sgd');
    const unclipped = directionOf(await loose.take({ lambda: 1.5, clipNorm: 10 * norm(direction) }));
    expect(difference(unclipped, direction)).toBeLessThan(1e-7);
  });

  it.each(everyStep)('%s %s %s stays finite where the gradient is zero', async (kind, ascent, optimizer) => {
    const step = await at({ kind, ascent }, optimizer);
    const start = weightsOf(step.snapshot());
    // No target mass, no loss, no gradient.
    step.target.fill(0);
    step.restart();
    const after = await step.take({ radius: 0.5 });
    expect(step.program.measured('gradientNorm')).toBe(0);
    expectBits(weightsOf(after), start);
    expect(Object.values(after).every((values) => values.every(Number.isFinite))).toBe(true);
  });

  it('averages the weights after the update', async () => {
    const step = await at({ kind: 'thorough', averageWeights: true }, 'sgd');
    const start = weightsOf(step.snapshot());
    const after = await step.take({ averageDecay: 0.75 });
    const expected = mapState(start, (w, name, index) => 0.75 * w + 0.25 * element(after, name, index));
    expect(difference(pick(after, network.trainable, averageName), expected)).toBeLessThan(1e-6);
  });
});
