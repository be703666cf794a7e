// Child process of crash.test.ts: owns a run and writes epochs without pause, saying after each commit what is safe.
import { writeSync } from 'node:fs';
import { openStore } from '../../../main/store/index.ts';

const [path = '', run = '', first = '1'] = process.argv.slice(2);
const store = openStore(path);
const id = Number(run);
if (store.runs.get(id).status !== 'running') {
  store.runs.start(id, {
    device: 'cpu',
    executor: 'ort-cpu',
    narashi: '0.1.0',
    onnxruntime: '1.30.0',
    node: process.versions.node,
    codeVersion: 'test',
  });
}
const empty = { trainAccuracy: null, validationLoss: null, validationAccuracy: null, validationBalancedAccuracy: null };
const unused = {
  perturbedLoss: null,
  sharpness: null,
  lambda: null,
  rho: null,
  learningRate: null,
  gradientNorm: null,
};
for (let epoch = Number(first); ; epoch++) {
  const loss = 1 / epoch;
  store.epochs.record(id, { ...empty, ...unused, epoch, loss, seconds: 1, imagesPerSecond: null, skippedSteps: 0 });
  writeSync(1, `${epoch}\n`);
}
