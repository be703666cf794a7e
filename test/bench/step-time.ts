// One process of the speed benchmark: times steps of one network and kind, prints one JSON line. Arguments: see bench.ts.
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedTensor } from '../../main/engine/executor.ts';
import { startEngine } from '../../main/jobs/engine.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { prepareNetwork } from '../../main/train/network.ts';
import { TrainingState } from '../../main/train/state.ts';
import { buildStepGraph, type StepKind } from '../../main/train/step-graph.ts';
import { StepProgram } from '../../main/train/step-program.ts';
import { sgdPlan } from '../../main/train/trial-step.ts';
import { buildMobileNet } from './mobilenet.ts';

const [name = 'small', sizeText = '64', batchText = '32', kindText = 'base', stepsText = '20', profile] =
  process.argv.slice(2);
const size = Number(sizeText);
const images = Number(batchText);
const steps = Number(stepsText);
const classes = 10;
const kind: StepKind = kindText === 'thorough' || kindText === 'efficient' ? kindText : 'base';

const model =
  name === 'tiny' || name === 'small' || name === 'base'
    ? buildPreset(name, classes, size, 0)
    : buildMobileNet(classes, size);
const network = prepareNetwork(model, [3, size, size]);
const engine = startEngine({ threads: 2, memory: join(tmpdir(), 'narashi-bench') });
const { lowering } = await engine.lowering();
const started = performance.now();
const graph = buildStepGraph(network.at(images), kind === 'efficient' ? network.at(images / 8) : undefined, {
  ...sgdPlan(network, lowering),
  kind,
});
const state = new TrainingState(graph.signature.state);
for (const [weight, tensor] of network.initial) state.get(weight).set(tensor.data);
const batch = {
  image: sharedTensor('float32', [images, 3, size, size]),
  target: sharedTensor('float32', [images, classes]),
};
batch.image.data.forEach((_, index, data) => {
  data[index] = Math.sin(index * 12.9898) * 1.5;
});
for (let image = 0; image < images; image++) batch.target.data[image * classes + (image % classes)] = 1;
const program = await StepProgram.load(engine.executor, graph, state, batch, profile);
const compileSeconds = (performance.now() - started) / 1000;
const scalars = { learningRate: 1e-3, weightDecay: 0, radius: 0.05, lambda: 1 };
const times: number[] = [];
for (let step = 0; step < steps; step++) {
  const before = performance.now();
  await program.run(scalars);
  state.commit();
  times.push(performance.now() - before);
}
const loss = program.measured('loss');
await program.close();
await engine.close();
const sorted = times.slice(3).sort((a, b) => a - b);
console.log(
  JSON.stringify({
    lowering: lowering.name,
    minimum: sorted[0],
    median: sorted[Math.floor(sorted.length / 2)],
    nodes: graph.model.graph.nodes.length,
    compileSeconds,
    loss,
    peakMegabytes: peakMegabytes(),
  }),
);

/** Largest resident memory so far, MB. */
function peakMegabytes(): number {
  const peak = /VmHWM:\s+(\d+)/u.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return peak === undefined ? process.resourceUsage().maxRSS / 1024 : Number(peak) / 1024;
}
