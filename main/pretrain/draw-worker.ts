// Worker thread: draws the pictures of a range of classes into the pixel file, each class at its own place.
import { closeSync, openSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { random } from '../../shared/domain/random.ts';
import { drawFormula } from './formulas/formula.ts';

const { file, seed, size, picturesPerClass, classes } = z
  .object({
    file: z.string(),
    seed: z.number(),
    size: z.number(),
    picturesPerClass: z.number(),
    classes: z.array(z.number()),
  })
  .parse(workerData);

const bytes = size * size * 3;
const handle = openSync(file, 'r+');
for (const index of classes) {
  const draw = drawFormula(seed, index);
  const pictures = new Uint8Array(picturesPerClass * bytes);
  for (let i = 0; i < picturesPerClass; i++) pictures.set(draw(size, random(seed, 'instance', index, i)), i * bytes);
  writeSync(handle, pictures, 0, pictures.length, index * pictures.length);
  parentPort?.postMessage(index);
}
closeSync(handle);
