// How many times longer a training step takes in pure-JavaScript tfjs than on ONNX Runtime: CPU time of one thread each, taken
// in turns. Prints one JSON line per network.
import { cpuUsage } from 'node:process';
import { portable } from '../../main/autodiff/rules/index.ts';
import type { Executor } from '../../main/engine/executor.ts';
import { createInlineExecutor } from '../../main/engine/ort/inline.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { prepareNetwork } from '../../main/train/network.ts';
import { compareSteps, TrialStep } from '../../main/train/trial-step.ts';
import { openPureTfjs } from '../support/tfjs.ts';

const ROUNDS = 5;
const sizes = [
  { network: 'tiny', size: 32, images: 8 },
  { network: 'small', size: 32, images: 8 },
] as const;

const [reference, tfjs] = [createInlineExecutor(1), await openPureTfjs()];

async function cpuMilliseconds(step: TrialStep): Promise<number> {
  const before = cpuUsage();
  await step.take();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

for (const { network, size, images } of sizes) {
  const prepared = prepareNetwork(buildPreset(network, 4, size, 1), [3, size, size]);
  const load = (executor: Executor) =>
    TrialStep.load(executor, prepared, { lowering: portable, kind: 'thorough' }, images);
  const [expected, found] = [await load(reference), await load(tfjs)];
  const { overall } = await compareSteps(expected, found);
  const times: { ort: number; tfjs: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    times.push({ ort: await cpuMilliseconds(expected), tfjs: await cpuMilliseconds(found) });
  }
  const [ort, js] = [median(times.map((each) => each.ort)), median(times.map((each) => each.tfjs))];
  console.log(JSON.stringify({ network, size, images, ort, tfjs: js, ratio: js / ort, difference: overall }));
  await expected.close();
  await found.close();
}
