// What test/native/webgpu.test.ts finds out, in a process that was started with a GPU in software; prints it as JSON.

import { mixed } from '../../main/autodiff/mixed.ts';
import type { Lowering } from '../../main/autodiff/rule.ts';
import { portable } from '../../main/autodiff/rules/index.ts';
import { webgpu } from '../../main/autodiff/webgpu.ts';
import type { Executor } from '../../main/engine/executor.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { testMixed } from '../../main/jobs/child/mixed-precision.ts';
import { proveDevice } from '../../main/jobs/child/prove-device.ts';
import type { TrainEvent } from '../../main/jobs/train-messages.ts';
import { Evaluator } from '../../main/train/evaluator.ts';
import { arrayEvaluation, stripedImages } from './array-batches.ts';
import { compareCase, operatorCases, runOperatorCase } from './operator-cases.ts';
import { smallNetwork } from './small-network.ts';
import { createToyTrainer, runTrainer, toyRecipe, toySize } from './toy-training.ts';

const reference = createOrtExecutor(1);
const gpu = createOrtExecutor(1, 'webgpu');

/** One case of every operator, and all of those that are written otherwise for WebGPU. */
async function operators() {
  const [plain, own] = [operatorCases(portable), operatorCases(webgpu)];
  const seen = new Set<string>();
  const found: { name: string; forward: number; gradient: number; error: string | null }[] = [];
  for (const [index, item] of plain.entries()) {
    const isNew = item.operators.some((operator) => !seen.has(operator));
    const isRewritten = JSON.stringify(item.model.graph.nodes) !== JSON.stringify(own[index]?.model.graph.nodes);
    for (const operator of item.operators) seen.add(operator);
    const candidate = own[index];
    if (!candidate || (!isNew && !isRewritten)) continue;
    const expected = await runOperatorCase(reference, item);
    const { name } = item;
    try {
      found.push({ name, error: null, ...compareCase(expected, await runOperatorCase(gpu, candidate)) });
    } catch (error) {
      found.push({ name, error: String(error), forward: 0, gradient: 0 });
    }
  }
  return found;
}

const network = smallNetwork(3, toySize);
const recipe = toyRecipe({ method: 'samar', mode: 'efficient', exactEvery: 3 });
const own = (executor: Executor) => ({ network, lowering: executor === gpu ? webgpu : portable });

/** The same run on both, and on the GPU once more in two halves with a checkpoint between them. */
async function training() {
  const [expected, found] = [
    await runTrainer(await createToyTrainer(reference, recipe, own(reference))),
    await runTrainer(await createToyTrainer(gpu, recipe, own(gpu))),
  ];
  const half = await runTrainer(await createToyTrainer(gpu, recipe, own(gpu)), 5);
  const resumed = await createToyTrainer(gpu, recipe, own(gpu));
  resumed.restore(half.checkpoint);
  const rest = await runTrainer(resumed);
  return {
    losses: expected.steps.map(({ loss }, step) => [loss, found.steps[step]?.loss]),
    states: largest(expected.checkpoint.block, found.checkpoint.block),
    resumed: largest(found.checkpoint.block, rest.checkpoint.block),
  };
}

/** What is in memory while steps go on, after a step that is discarded, and how the evaluator judges the state on the device. */
async function residence() {
  let isBad = false;
  const trainer = await createToyTrainer(gpu, recipe, {
    ...own(gpu),
    change: (batches) => ({
      ...batches,
      async *from(epoch, step) {
        for await (const batch of batches.from(epoch, step)) {
          yield isBad ? { ...batch, images: batch.images.map(() => Number.POSITIVE_INFINITY) } : batch;
        }
      },
    }),
  });
  const { state } = trainer;
  const sum = () => [0, 1].map((side) => checksum(state.views(side === 0 ? 0 : 1)));
  const before = sum();
  const during: number[][] = [];
  const kinds: string[] = [];
  const losses: number[] = [];
  const stop = new AbortController();
  await trainer.run({
    signal: stop.signal,
    onStep: ({ kind, loss }) => {
      kinds.push(kind);
      losses.push(loss);
      during.push(sum());
      // The third batch is no numbers; the run ends two steps later.
      isBad = kinds.length === 2;
      if (kinds.length === 5) stop.abort();
    },
  });
  const evaluator = await Evaluator.load(gpu, network, webgpu, state, 8);
  const images = stripedImages([4, 4, 4], toySize, 3);
  const judged = await evaluator.judge(arrayEvaluation(images, 8));
  const onCpu = await createToyTrainer(reference, recipe, own(reference));
  onCpu.restore(trainer.checkpoint());
  const other = await Evaluator.load(reference, network, portable, onCpu.state, 8);
  const expected = await other.judge(arrayEvaluation(images, 8));
  const judgements = largest(expected.probabilities, judged.probabilities);
  await evaluator.close();
  await trainer.close();
  return { before, during, kinds, losses, judgements, finite: trainer.checkpoint().block.every(Number.isFinite) };
}

/** What a training finds out of its own network before it begins, and which lowering it then uses. */
async function proof(lowering: Lowering) {
  const told: string[] = [];
  const tell = ({ type }: TrainEvent) => void told.push(type);
  const device = { name: 'SwiftShader', provider: 'webgpu', isGpu: true, threads: 1 };
  const order = { engine: { executor: gpu, onCpu: reference, device }, lowering, network, recipe };
  const { name } = await proveDevice(order, { report: tell, ask: async (event) => tell(event) });
  return { told, name };
}

function checksum(views: Readonly<Record<string, { readonly data: Float32Array }>>): number {
  return Object.values(views).reduce(
    (total, { data }) => data.reduce((sum, value, index) => sum + value * (1 + (index % 7)), total),
    0,
  );
}

function largest(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? Number.NaN))), 0);
}

/** A graph with an operator that WebGPU has not. */
async function refusal(): Promise<string> {
  const item = operatorCases(portable).find(({ name }) => name === 'Softsign');
  if (!item) throw new Error('no such case');
  return runOperatorCase(gpu, item).then(
    () => 'computed',
    (error: unknown) => String(error),
  );
}

const found = {
  info: gpu.info,
  training: await training(),
  residence: await residence(),
  refusal: await refusal(),
  proofs: [await proof(webgpu), await proof(mixed(webgpu))],
  mixed: await testMixed(reference, gpu, webgpu, [{ network: 'tiny', size: 16, images: 2, kind: 'base' }]),
  operators: await operators(),
};
await gpu.close();
await reference.close();
process.stdout.write(JSON.stringify(found));
