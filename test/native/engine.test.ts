// The executor: many programs side by side, buffers that are really shared, failures with a code, and a thread that stays free.
import { afterAll, describe, expect, it } from 'vitest';
import { type Executor, type Program, sharedTensor } from '../../main/engine/executor.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { GraphBuilder } from '../../main/onnx/builder.ts';
import { writeModel } from '../../main/onnx/write.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { smallNetwork } from '../support/small-network.ts';
import { createToyTrainer, runTrainer, toyRecipe, toySize } from '../support/toy-training.ts';

const executor = createOrtExecutor(1);
afterAll(() => executor.close());

/** `y = x·factor + bias`, `[size]`. */
function affine(factor: number, size = 4): Uint8Array {
  const builder = new GraphBuilder();
  const x = builder.input('x', 'float32', [size]);
  const bias = builder.input('bias', 'float32', [size]);
  builder.output(builder.op('Add', [builder.op('Mul', [x, builder.scalar(factor)]), bias]), 'y');
  return writeModel(builder.build('affine'));
}

/** Multiplies a matrix by itself again and again: takes a while. */
function slow(size: number, times: number): Uint8Array {
  const builder = new GraphBuilder();
  let value = builder.input('x', 'float32', [size, size]);
  const x = value;
  for (let time = 0; time < times; time++) value = builder.op('MatMul', [value, x]);
  builder.output(value, 'y');
  return writeModel(builder.build('slow'));
}

function vectors(size = 4) {
  const [x, bias, y] = ['x', 'bias', 'y'].map(() => sharedTensor('float32', [size]));
  if (!x || !bias || !y) throw new RangeError();
  return { x, bias, y };
}

/** Rejects after a while instead of hanging. */
function soon<T>(work: Promise<T>, milliseconds = 5000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const codeOf = (work: Promise<unknown>, milliseconds?: number) =>
  soon(work, milliseconds).then(
    () => 'no error',
    (error: unknown) => (error instanceof NarashiError ? error.code : String(error)),
  );

describe('programs', () => {
  it('run side by side on one executor, each with bindings of its own', async () => {
    const factors = [1, 2, 3, 5, 8];
    const programs = await Promise.all(factors.map((factor) => executor.load(affine(factor))));
    const bound = programs.flatMap((program, index) =>
      [10, 20].map((bias) => {
        const tensors = vectors();
        tensors.x.data.set([1, 2, 3, 4]);
        tensors.bias.data.fill(bias);
        const { x, y } = tensors;
        const binding = program.bind({ x, bias: tensors.bias }, { y });
        return { binding, y, expected: [1, 2, 3, 4].map((value) => value * (factors[index] ?? 0) + bias) };
      }),
    );
    await Promise.all(bound.map(({ binding }) => binding.run()));
    for (const { y, expected } of bound) expect(Array.from(y.data)).toEqual(expected);
    await Promise.all(programs.slice(1).map((program) => program.close()));
    bound[0]?.y.data.fill(0);
    await bound[0]?.binding.run();
    expect(Array.from(bound[0]?.y.data ?? [])).toEqual(bound[0]?.expected);
    await programs[0]?.close();
  });

  it('read their inputs anew at each run and write into the bound memory itself', async () => {
    const program = await executor.load(affine(2));
    const memory = new SharedArrayBuffer(1024);
    const view = (offset: number) => ({
      type: 'float32' as const,
      shape: [4],
      data: new Float32Array(memory, offset, 4),
    });
    const [x, bias, y] = [view(0), view(256), view(512)];
    const binding = program.bind({ x, bias }, { y });
    const watch = new Float32Array(memory);
    for (let round = 1; round < 4; round++) {
      x.data.fill(round);
      await binding.run();
      expect(Array.from(watch.subarray(128, 132))).toEqual(Array(4).fill(2 * round));
      expect(watch.subarray(132).every((value) => value === 0)).toBe(true);
      expect(Array.from(watch.subarray(0, 4))).toEqual(Array(4).fill(round));
    }
    await program.close();
  });

  it('take turns as input and output, as a training state does', async () => {
    const program = await executor.load(affine(2));
    const { x, bias, y } = vectors();
    x.data.fill(1);
    const turns = [program.bind({ x, bias }, { y }), program.bind({ x: y, bias }, { y: x })];
    for (let round = 0; round < 10; round++) await turns[round % 2]?.run();
    expect(Array.from(x.data)).toEqual(Array(4).fill(1024));
    expect(Array.from(y.data)).toEqual(Array(4).fill(512));
    await program.close();
  });

  it('say which runtime they run on', () => {
    expect(executor.info).toEqual({
      runtime: expect.stringMatching(/^onnxruntime-node \d+\.\d+\.\d+/),
      executionProvider: 'cpu',
      threads: 1,
    });
  });
});

describe('what fails has a code, and the executor goes on', () => {
  const working = async (on: Executor) => {
    const program = await soon(on.load(affine(3)));
    const { x, bias, y } = vectors();
    x.data.fill(2);
    await soon(program.bind({ x, bias }, { y }).run());
    expect(Array.from(y.data)).toEqual([6, 6, 6, 6]);
    await program.close();
  };

  it.each([
    ['no bytes', new Uint8Array()],
    ['other bytes', new TextEncoder().encode('this is no model')],
    ['half a model', affine(1).subarray(0, 60)],
  ])('loading %s', async (_, bytes) => {
    expect(await codeOf(executor.load(bytes))).toBe('engine.load-failed');
    await working(executor);
  });

  const { x, bias, y } = vectors();
  const wrong = sharedTensor('float32', [3]);
  const whole = sharedTensor('int64', [4]);
  const bindings: readonly (readonly [string, (program: Program) => Promise<void>])[] = [
    ['an input that is missing', (program) => program.bind({ x }, { y }).run()],
    ['an input of another size', (program) => program.bind({ x: wrong, bias }, { y }).run()],
    ['an input of another type', (program) => program.bind({ x: whole, bias }, { y }).run()],
    ['an output of another size', (program) => program.bind({ x, bias }, { y: wrong }).run()],
  ];
  it.each(bindings)('running with %s', async (_, run) => {
    const program = await executor.load(affine(1));
    expect(await codeOf(run(program))).toBe('engine.run-failed');
    await program.close();
    await working(executor);
  });

  it('running a program that was closed', async () => {
    const program = await executor.load(affine(1));
    const binding = program.bind({ x, bias }, { y });
    await binding.run();
    await program.close();
    expect(await codeOf(binding.run())).toBe('engine.run-failed');
    expect(await codeOf(program.bind({ x, bias }, { y }).run())).toBe('engine.run-failed');
    await working(executor);
  });

  it('running with an output that is not there', async () => {
    const program = await executor.load(affine(1));
    expect(await codeOf(program.bind({ x, bias }, { z: y }).run())).toBe('engine.run-failed');
  });

  it('closing while running: the run ends with a code', async () => {
    const own = createOrtExecutor(1);
    const program = await own.load(slow(256, 60));
    const [a, b] = [sharedTensor('float32', [256, 256]), sharedTensor('float32', [256, 256])];
    const running = codeOf(program.bind({ x: a }, { y: b }).run());
    await soon(own.close());
    expect(await running).toBe('engine.run-failed');
  });

  it('anything after closing: at once, with a code', async () => {
    const own = createOrtExecutor(1);
    const program = await own.load(affine(1));
    const binding = program.bind({ x, bias }, { y });
    await binding.run();
    await own.close();
    expect(await codeOf(binding.run(), 1000)).toBe('engine.run-failed');
    expect(await codeOf(own.load(affine(1)))).toBe('engine.load-failed');
    await soon(program.close());
    await soon(own.close());
  });
});

describe('the calling thread', () => {
  it('keeps its clock while a program runs', async () => {
    const program = await executor.load(slow(384, 120));
    const [a, b] = [sharedTensor('float32', [384, 384]), sharedTensor('float32', [384, 384])];
    const binding = program.bind({ x: a }, { y: b });
    await binding.run();
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const started = performance.now();
    while (performance.now() - started < 300) await binding.run();
    const elapsed = performance.now() - started;
    clearInterval(timer);
    await program.close();
    // On an idle machine one tick every 5 ms; a thread that was blocked would count one or two per run.
    expect(ticks).toBeGreaterThan(elapsed / 40);
  });
});

describe('memory', () => {
  it('is not taken per step, over 300 of them', async () => {
    const network = smallNetwork(3, toySize);
    const recipe = toyRecipe({ method: 'samar', exactEvery: 2, epochs: 50 });
    const readings: { resident: number; buffers: number }[] = [];
    const trainer = await createToyTrainer(executor, recipe, { network });
    const { steps } = await runTrainer({
      checkpoint: () => trainer.checkpoint(),
      close: () => trainer.close(),
      run: (events) =>
        trainer.run({
          ...events,
          onEpoch: () => {
            global.gc?.();
            const { rss, arrayBuffers } = process.memoryUsage();
            readings.push({ resident: rss, buffers: arrayBuffers });
          },
        }),
    });
    expect(steps).toHaveLength(300);
    const [early, last] = [readings[16], readings.at(-1)];
    if (!early || !last) throw new RangeError('no readings');
    expect(last.resident - early.resident).toBeLessThan(48 * 2 ** 20);
    // The batches the test itself makes are garbage that may wait to be collected: 24 KiB a step.
    expect(last.buffers - early.buffers).toBeLessThan(300 * 24 * 1024);
  });

  it('the runtime copies outputs for its own answer, but they are collected', async () => {
    const size = 2 ** 20;
    const program = await executor.load(affine(1, size));
    const { x, bias, y } = vectors(size);
    const binding = program.bind({ x, bias }, { y });
    for (let run = 0; run < 60; run++) await binding.run();
    const before = process.memoryUsage();
    for (let run = 0; run < 200; run++) await binding.run();
    const after = process.memoryUsage();
    await program.close();
    // Kept, they would be 800 MiB.
    expect(after.rss - before.rss).toBeLessThan(200 * 2 ** 20);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(4 * 2 ** 20);
  });
});
