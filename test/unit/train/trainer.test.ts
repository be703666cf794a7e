// Laws of whole runs: what a recipe that switches something off must equal, and what happens to batches that cannot be used.
import { afterAll, describe, expect, it } from 'vitest';
import { createOrtExecutor } from '../../../main/engine/ort/executor.ts';
import type { TrainingBatches } from '../../../main/train/batches.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { smallNetwork } from '../../support/small-network.ts';
import { spoiled } from '../../support/spoiled-batches.ts';
import {
  bitsOf,
  createToyTrainer,
  isStatistic,
  runTrainer,
  type ToyRun,
  tensorsOf,
  toyRecipe,
  toySize,
} from '../../support/toy-training.ts';

const executor = createOrtExecutor(1);
afterAll(() => executor.close());
const network = smallNetwork(3, toySize);

async function train(
  changes: Partial<Recipe>,
  change: (batches: TrainingBatches) => TrainingBatches = (batches) => batches,
): Promise<ToyRun> {
  return runTrainer(await createToyTrainer(executor, toyRecipe(changes), { network, change }));
}

/** Compares all state, or all but running statistics. */
function expectSame(found: ToyRun, expected: ToyRun, statistics = true): void {
  const passes = (name: string) => statistics || !isStatistic(name);
  const [a, b] = [tensorsOf(found.checkpoint, passes), tensorsOf(expected.checkpoint, passes)];
  expect(Object.keys(a)).toEqual(Object.keys(b));
  for (const [name, values] of Object.entries(b)) {
    expect(values.every(Number.isFinite)).toBe(true);
    expect([name, bitsOf(a[name] ?? new Float32Array())]).toEqual([name, bitsOf(values)]);
  }
}

const optimizers = [
  { optimizer: 'sgd', learningRate: 0.05 },
  { optimizer: 'adamw', learningRate: 0.003 },
] as const satisfies readonly Partial<Recipe>[];

describe.each(optimizers)('with $optimizer', (base) => {
  let [long, short]: [Promise<ToyRun> | undefined, Promise<ToyRun> | undefined] = [undefined, undefined];
  /** The base optimizer alone, trained once for all that is compared with it. */
  const plainRun = () => (long ??= train({ ...base, method: 'sgd', clipNorm: 1 }));
  const plainEpoch = () => (short ??= train({ ...base, method: 'sgd', epochs: 1 }));
  const fixed = { lambdaRule: 'fixed' } as const;
  const off: readonly Partial<Recipe>[] = [
    { method: 'sam', rho: 0 },
    { method: 'asam', rho: 0 },
    { method: 'samar', mode: 'thorough', rho: 0 },
    { method: 'samar', mode: 'efficient', rho: 0 },
    { method: 'samar', mode: 'thorough', lambda: 0, ...fixed },
    { method: 'samar', mode: 'efficient', lambda: 0, ...fixed },
    { method: 'samar', mode: 'thorough', lambda: 0 },
    { method: 'sam', mode: 'efficient', lambda: 0 },
  ];
  it.each(off.map((changes) => [JSON.stringify(changes), changes] as const))(
    'switched off by %s: the base optimizer, at its price',
    async (_, changes) => {
      const plain = await plainRun();
      const run = await train({ ...base, clipNorm: 1, ...changes });
      expectSame(run, plain);
      expect(run.checkpoint.gradientEvaluations).toBe(12);
      expect(run.steps.map(({ kind }) => kind)).toEqual(Array(12).fill('base'));
    },
  );

  it.each(off.map((changes) => [JSON.stringify({ ...changes, rho: 0.05, lambda: 1 }), changes] as const))(
    'switched on by %s: something else',
    async (_, changes) => {
      const plain = await plainEpoch();
      const run = await train({ ...base, epochs: 1, ...changes, rho: 0.05, lambda: 1 });
      expect(() => expectSame(run, plain)).toThrow();
    },
  );

  it('λ = 1 is SAM', async () => {
    const sam = await train({ ...base, method: 'sam' });
    expectSame(await train({ ...base, method: 'samar', mode: 'thorough', rho: 0.05, ...fixed }), sam);
    expect(sam.checkpoint.gradientEvaluations).toBe(24);
  });

  it.each([
    ['sam', 3],
    ['asam', 100],
  ] as const)('efficient %s with the whole batch is thorough, also between exact steps', async (method, exactEvery) => {
    const thorough = await train({ ...base, method });
    const efficient = await train({ ...base, method, mode: 'efficient', ascentFraction: 1, exactEvery });
    expect(efficient.steps.map(({ kind }) => kind)).toEqual(
      efficient.steps.map((_, step) => (step % exactEvery === 0 ? 'thorough' : 'efficient')),
    );
    expectSame(efficient, thorough, false);
  });

  it('counts what efficient steps cost', async () => {
    const run = await train({ ...base, method: 'samar', ascentFraction: 0.25, exactEvery: 4 });
    // Twelve steps, three of them exact, the rest with an ascent from two of eight images.
    expect(run.checkpoint.gradientEvaluations).toBeCloseTo(3 * 2 + 9 * 1.25, 10);
    const counted = run.epochs.map(({ gradientEvaluations }) => gradientEvaluations);
    expect(counted.reduce((sum, count) => sum + count, 0)).toBeCloseTo(3 * 2 + 9 * 1.25, 10);
  });
});

describe('λ of a run', () => {
  it.each(['predicted', 'temporal'] as const)(
    '%s starts where the recipe says and stays within bounds',
    async (rule) => {
      const { steps } = await train({
        method: 'samar',
        mode: 'thorough',
        lambdaRule: rule,
        lambdaMaximum: 1.2,
        rho: 0.2,
      });
      expect(steps[0]?.lambda).toBe(1);
      expect(Math.max(...steps.map(({ lambda }) => lambda))).toBeLessThanOrEqual(1.2);
      expect(Math.min(...steps.map(({ lambda }) => lambda))).toBeGreaterThanOrEqual(0.5);
      expect(new Set(steps.map(({ lambda }) => lambda)).size).toBeGreaterThan(rule === 'predicted' ? 3 : 0);
    },
  );

  it('moves at exact steps only where the ascent is efficient', async () => {
    const { steps } = await train({ method: 'samar', exactEvery: 5, rho: 0.2 });
    steps.forEach(({ lambda }, step) => {
      const previous = steps[step - 1];
      if (previous && previous.kind !== 'thorough') expect(lambda).toBe(previous.lambda);
    });
    expect(new Set(steps.map(({ lambda }) => lambda)).size).toBeGreaterThan(2);
  });

  it.each(['sam', 'asam'] as const)('%s keeps it at 1', async (method) => {
    const { steps } = await train({ method, lambdaRule: 'predicted', epochs: 1 });
    expect(steps.every(({ lambda }) => lambda === 1)).toBe(true);
  });
});

const methods: readonly Partial<Recipe>[] = [
  { method: 'sgd' },
  { method: 'sgd', optimizer: 'adamw', learningRate: 0.003 },
  { method: 'sam' },
  { method: 'asam' },
  { method: 'samar', exactEvery: 3 },
];

describe.each(methods)('a batch that gives no usable numbers ($method $optimizer)', (changes) => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'pixel %d: is skipped, counted and leaves no trace',
    async (pixel) => {
      // Step 4 is an efficient one, step 6 an exact one.
      const run = await train({ ...changes, schedule: 'constant' }, spoiled(pixel, [4, 6]));
      expect(run.end).toBe('done');
      expect(run.steps.map(({ kind }) => kind === 'skipped')).toEqual(
        run.steps.map((_, step) => [4, 6].includes(step)),
      );
      expect(run.checkpoint.policy).toMatchObject({ step: 12, updates: 10, skipped: 2, skippedInARow: 0 });
      expect(run.epochs.map(({ skippedSteps }) => skippedSteps)).toEqual([1, 1]);
      expect(run.epochs.every(({ loss }) => loss !== null && Number.isFinite(loss))).toBe(true);
      expect(run.checkpoint.block.every(Number.isFinite)).toBe(true);
    },
  );

  it('leaves weights, slots and statistics as they were, bit for bit', async () => {
    const short = toyRecipe({ ...changes, epochs: 1, schedule: 'constant' });
    const clean = await runTrainer(await createToyTrainer(executor, short, { network }), 4);
    const change = spoiled(Number.NaN, [4]);
    const run = await runTrainer(await createToyTrainer(executor, short, { network, change }), 5);
    expect(run.steps.at(-1)?.kind).toBe('skipped');
    expectSame(run, clean);
  });

  it('a pixel beyond all range does not reach the running statistics', async () => {
    const run = await train(changes, spoiled(3e38, [4]));
    expect(run.checkpoint.block.every(Number.isFinite)).toBe(true);
  });

  it('twenty in a row end the run', async () => {
    const all = Array.from({ length: 100 }, (_, step) => step + 2);
    const recipe = toyRecipe({ ...changes, epochs: 9 });
    const trainer = await createToyTrainer(executor, recipe, { network, change: spoiled(Number.NaN, all) });
    const failure = await runTrainer(trainer).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'train.diverged', data: { count: 20, rho: recipe.rho } });
    expect(trainer.checkpoint()).toMatchObject({ policy: { step: 22, updates: 2, skipped: 20 } });
    expect(trainer.state.block.every(Number.isFinite)).toBe(true);
  });

  it('nineteen do not', async () => {
    const run = await train(
      { ...changes, epochs: 4 },
      spoiled(
        Number.NaN,
        Array.from({ length: 19 }, (_, i) => i + 1),
      ),
    );
    expect(run.checkpoint.policy).toMatchObject({ skipped: 19, skippedInARow: 0 });
  });
});

describe('an ascent that leaves the range of numbers', () => {
  it.each(['thorough', 'efficient'] as const)('%s: the step is the base step', async (mode) => {
    const plain = await train({ method: 'sgd' });
    const run = await train({ method: 'sam', mode, rho: 3e38 });
    expect(run.steps.map(({ kind }) => kind)).toEqual(Array(12).fill('base'));
    expectSame(run, plain);
  });
});

describe('dropout', () => {
  it('drops the same in both passes', async () => {
    const dropping = smallNetwork(3, toySize, 0.5);
    const recipe = toyRecipe({ method: 'sam', rho: 1e-12, epochs: 1 });
    const { steps } = await runTrainer(await createToyTrainer(executor, recipe, { network: dropping }));
    for (const { loss, perturbedLoss } of steps) expect(perturbedLoss).toBeCloseTo(loss, 5);
    const without = await runTrainer(await createToyTrainer(executor, recipe, { network }));
    expect(Math.abs((without.steps[0]?.loss ?? 0) - (steps[0]?.loss ?? 0))).toBeGreaterThan(1e-3);
  });

  it('drops something else at every step', async () => {
    const repeating = ({ stepsPerEpoch, from }: TrainingBatches): TrainingBatches => ({
      stepsPerEpoch,
      from: async function* () {
        for await (const batch of from(0, 0)) for (;;) yield batch;
      },
    });
    const losses = async (dropout: number) => {
      const recipe = toyRecipe({ method: 'sgd', learningRate: 1e-30, epochs: 1 });
      const options = { network: smallNetwork(3, toySize, dropout), change: repeating };
      const { steps } = await runTrainer(await createToyTrainer(executor, recipe, options));
      return new Set(steps.map(({ loss }) => loss)).size;
    };
    expect([await losses(0), await losses(0.5)]).toEqual([1, 6]);
  });
});
