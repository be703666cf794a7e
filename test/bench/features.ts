// What training on kept features saves: steps of a head and of the last stage on images and on features, in turns.
// node test/bench/features.ts
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cpuFast } from '../../main/autodiff/cpu-fast/index.ts';
import { portable } from '../../main/autodiff/rules/index.ts';
import { depthOf } from '../../main/backbone/depth.ts';
import { describeBackbone } from '../../main/backbone/describe.ts';
import { withInputSize } from '../../main/backbone/input-size.ts';
import { readBackbone } from '../../main/backbone/read.ts';
import { withHead } from '../../main/backbone/with-head.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { probeBlockSize } from '../../main/engine/probe.ts';
import type { Model } from '../../main/onnx/model.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { featureNetwork } from '../../main/train/feature-network.ts';
import { learningRateFactors } from '../../main/train/fine-tuning.ts';
import { prepareNetwork } from '../../main/train/network.ts';
import { TrialStep } from '../../main/train/trial-step.ts';
import { fineTunings } from '../../shared/domain/recipe.ts';

const [batch, classes, rounds] = [16, 4, 12];
const executor = createOrtExecutor(1);
const block = await probeBlockSize(executor);
const lowering = block === undefined ? portable : cpuFast(block);

function golden(name: string, size: number): Model {
  const path = fileURLToPath(new URL(`../fixtures/golden/${name}/model.onnx`, import.meta.url));
  const { card, model } = describeBackbone(readBackbone(readFileSync(path), name));
  return withHead(withInputSize(model, card, size), card, classes, 1);
}

const networks: readonly (readonly [name: string, size: number, model: Model])[] = [
  ['small', 64, buildPreset('small', classes, 64, 1)],
  ['mobilenet_v2 (golden)', 64, golden('mobilenet_v2', 64)],
];
const rows: Record<string, string | number>[] = [];
for (const [name, size, model] of networks) {
  const depth = depthOf(model);
  const steps: { readonly what: string; readonly step: TrialStep; best: number }[] = [];
  for (const fineTune of fineTunings) {
    const rateOf = learningRateFactors(depth, { fineTune, lastStages: 1, layerDecay: 1 });
    const network = prepareNetwork(model, [3, size, size], { rateOf, batchNorm: 'frozen' });
    const kept = featureNetwork(network)?.network;
    const mode = { batchNorm: 'frozen', updatesStatistics: false, dropout: false } as const;
    const load = async (what: string, of: typeof network) =>
      steps.push({ what, step: await TrialStep.load(executor, of, { lowering, mode }, batch), best: Infinity });
    await load(`${fineTune}, images`, network);
    if (kept) await load(`${fineTune}, features`, kept);
  }
  for (let round = 0; round < rounds; round++) {
    for (const each of steps) {
      const begun = performance.now();
      await each.step.take();
      each.best = Math.min(each.best, performance.now() - begun);
    }
  }
  const whole = steps[0]?.best ?? 1;
  for (const { what, best } of steps)
    rows.push({ name, what, milliseconds: Number(best.toFixed(2)), 'of all': Number((best / whole).toFixed(4)) });
  for (const { step } of steps) await step.close();
}
console.table(rows);
await executor.close();
