// The shop-floor sweep as a job of its own process: the exported model judges the test images under every disturbance.
import { readFile } from 'node:fs/promises';
import { hashText } from '../../../shared/domain/random.ts';
import {
  type Disturbance,
  disturbances,
  type RobustnessPoint,
  type RobustnessResult,
  strengths,
} from '../../../shared/domain/study.ts';
import { recompress } from '../../data/recompress.ts';
import { disturb } from '../../eval/robustness/disturb.ts';
import { robustnessPoint, robustnessResult, SWEEP_STEPS } from '../../eval/robustness/score.ts';
import { readDescription } from '../../export/description.ts';
import { ExportedJudge } from '../../export/judge.ts';
import { readModel } from '../../onnx/read.ts';
import { startEngine } from '../engine.ts';
import { type ImageReference, readImageList } from '../image-list.ts';
import { robustnessPayload } from '../robustness-messages.ts';
import { EVALUATION_BATCH } from './finish-training.ts';
import { fixedPart } from './fixed-part.ts';
import type { JobContext } from './job.ts';
import { prepareImages } from './prepare-images.ts';
import { readSplit } from './split-images.ts';

/** Test images it is done on, at most: 65 passes over them. */
const IMAGES = 400;
/** Of JPEG, by strength: 40 is a poor camera, 5 hardly a picture. */
const qualities = [100, 40, 28, 18, 10, 5];

export async function robustnessJob(payload: unknown, { signal, report }: JobContext): Promise<RobustnessResult> {
  const { workspace, model, size, classes, images } = robustnessPayload.parse(payload);
  const all = await readImageList(images);
  // Where there are more, a part that is the same for every run of a snapshot.
  const chosen = Array.from(fixedPart(all.length, IMAGES, 'images of the sweep')).flatMap((place) => all[place] ?? []);
  const cache = await prepareImages({
    workspace,
    size,
    images: chosen,
    signal,
  });
  const engine = startEngine({ memory: workspace });
  try {
    const { records, labels } = readSplit(chosen, 'test', cache);
    const pictures: Uint8Array[] = [];
    for (const record of records) {
      const pixels = new Uint8Array(cache.recordBytes);
      await cache.read(record, pixels);
      pictures.push(pixels);
    }
    const bytes = await readFile(model);
    const description = readDescription(readModel(bytes), model);
    const judge = await ExportedJudge.load(engine.executor, bytes, description, EVALUATION_BATCH);
    const total = chosen.length * (1 + SWEEP_STEPS);
    let done = 0;
    const pass = async (strength: number, change: (place: number) => Uint8Array | Promise<Uint8Array>) => {
      const rows: number[] = [];
      const batch = new Uint8Array(EVALUATION_BATCH * cache.recordBytes);
      for (let first = 0; first < pictures.length; first += EVALUATION_BATCH) {
        signal.throwIfAborted();
        const count = Math.min(EVALUATION_BATCH, pictures.length - first);
        for (let index = 0; index < count; index++) {
          batch.set(await change(first + index), index * cache.recordBytes);
        }
        rows.push(...(await judge.judge({ pixels: batch, count })));
        done += count;
        report({ done, total });
      }
      return robustnessPoint(strength, labels, rows, classes);
    };
    try {
      const clean = await pass(0, (place) => pictures[place] ?? new Uint8Array());
      const points = new Map<string, RobustnessPoint[]>();
      for (const disturbance of disturbances) {
        const curve: RobustnessPoint[] = [];
        for (let strength = 1; strength <= strengths; strength++) {
          curve.push(
            await pass(strength, (place) => changed(pictures[place], chosen[place], disturbance, strength, size)),
          );
        }
        points.set(disturbance, curve);
      }
      return robustnessResult(chosen.length, clean, points);
    } finally {
      await judge.close();
    }
  } finally {
    await engine.close();
    await cache.close();
  }
}

function changed(
  pixels: Uint8Array | undefined,
  image: ImageReference | undefined,
  disturbance: Disturbance,
  strength: number,
  size: number,
): Uint8Array | Promise<Uint8Array> {
  if (!pixels || !image) return new Uint8Array();
  if (disturbance === 'jpeg') return recompress(pixels, size, size, qualities[strength] ?? 5);
  return disturb({ width: size, height: size, pixels }, disturbance, strength, hashText(image.contentHash));
}
