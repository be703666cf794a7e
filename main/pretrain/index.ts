// npm run pretrain: draws the pictures, trains the box's backbone on them and writes it as ONNX, with the card of what it is.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeBackbone } from '../backbone/describe.ts';
import { readBackboneFile } from '../backbone/read.ts';
import { startEngine } from '../jobs/engine.ts';
import { writeModel } from '../onnx/write.ts';
import { backboneModel } from './backbone-file.ts';
import { boxCourse } from './course.ts';
import { drawPictures, pictureLabels } from './pictures.ts';
import { pretrain, type Weights } from './pretrain.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/narashi-surface.onnx' },
    threads: { type: 'string', default: '2' },
  },
});
const threads = Number(values.threads);
const course = boxCourse;
const folder = mkdtempSync(join(tmpdir(), 'narashi-pretrain-'));
const engine = startEngine({ threads });
try {
  const pixelFile = join(folder, 'pictures.bin');
  let drawn = 0;
  await drawPictures(pixelFile, course, threads, () => {
    if (++drawn % 50 === 0) console.log(`${drawn} of ${course.classes} classes drawn`);
  });
  const { lowering } = await engine.lowering();
  const weights = await pretrain({
    executor: engine.executor,
    lowering,
    network: 'small',
    course,
    pictures: { pixelFile, labels: pictureLabels(course), size: course.size },
    onEpoch: ({ epoch, loss, trainAccuracy, seconds }, phase, present) => {
      const accuracy = (100 * (trainAccuracy ?? 0)).toFixed(2);
      console.log(
        `phase ${phase + 1} epoch ${epoch}: loss ${loss?.toFixed(4)}, ${accuracy} % right, ${Math.round(seconds)} s`,
      );
      write(present);
    },
  });
  console.log(`${values.out} sha256 ${write(weights)}`);
} finally {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Writes the file as it stands, so that a broken-off course leaves its last epoch, and its card; returns the hash. */
function write(weights: Weights): string {
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, writeModel(backboneModel('small', weights, course.size)));
  const { card } = describeBackbone(readBackboneFile(values.out), {}, 'box', course.made);
  writeFileSync(values.out.replace(/\.onnx$/u, '.json'), `${JSON.stringify(card, null, 2)}\n`);
  return card.id;
}
