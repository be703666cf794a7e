// A child whose jobs misbehave in every way the parent must cope with.
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { serve } from '../../main/jobs/child/serve.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';

/** Keeps a compute thread inside ONNX Runtime for a good part of a second at a time. */
async function slowProgram() {
  // The other jobs start sooner without.
  const [{ sharedTensor }, { createOrtExecutor }, { GraphBuilder }, { writeModel }] = await Promise.all([
    import('../../main/engine/executor.ts'),
    import('../../main/engine/ort/executor.ts'),
    import('../../main/onnx/builder.ts'),
    import('../../main/onnx/write.ts'),
  ]);
  const builder = new GraphBuilder();
  const x = builder.input('x', 'float32', [400, 400]);
  let value = x;
  for (let time = 0; time < 150; time++) value = builder.op('MatMul', [value, x]);
  builder.output(value, 'y');
  const executor = createOrtExecutor(1);
  const program = await executor.load(writeModel(builder.build('slow')));
  const [input, output] = [sharedTensor('float32', [400, 400]), sharedTensor('float32', [400, 400])];
  const binding = program.bind({ x: input }, { y: output });
  return { run: () => binding.run(), close: () => executor.close() };
}

const forever = () => new Promise<never>(() => undefined);

serve({
  echo: async (payload) => ({ payload }),
  report: async (payload, { report, ask }) => {
    const count = z.int().parse(payload);
    for (let index = 0; index < count; index++) report(index);
    await ask('last');
    return 'asked';
  },
  priority: async () => (await import('node:os')).getPriority(),
  expected: async () => {
    throw new NarashiError('data.disk-full', { folder: '/検査', records: 3 });
  },
  unexpected: async () => {
    throw new TypeError('nobody thought of this');
  },
  exit: async () => {
    console.error('last words');
    process.exit(7);
  },
  abort: async () => process.abort(),
  tidy: async (_, { report, signal }) => {
    report('begun');
    await wait(60_000, undefined, { signal }).catch(() => undefined);
    return 'kept';
  },
  untidy: async (_, { report, signal }) => {
    report('begun');
    await wait(60_000, undefined, { signal });
  },
  deaf: async (_, { report }) => {
    report('begun');
    await forever();
  },
  busy: async (_, { report }) => {
    report('begun');
    // Time for the report to leave.
    await wait(50);
    for (;;);
  },
  computing: async (_, { report }) => {
    const compute = await slowProgram();
    report('begun');
    for (;;) await compute.run();
  },
  closing: async () => {
    const compute = await slowProgram();
    const running = compute.run();
    await wait(50);
    await compute.close();
    return running.then(() => 'computed');
  },
  nonsense: async () => {
    process.send?.({ type: 'what' });
    await forever();
  },
});
