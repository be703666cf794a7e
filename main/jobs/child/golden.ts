// The golden set judged by an exported model, as a job of its own process.
import { readFile } from 'node:fs/promises';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { readDescription } from '../../export/description.ts';
import { ExportedJudge } from '../../export/judge.ts';
import { readModel } from '../../onnx/read.ts';
import { startEngine } from '../engine.ts';
import { type GoldenResult, goldenPayload } from '../golden-messages.ts';
import type { ImageReference } from '../image-list.ts';
import { digest } from '../run-files.ts';
import { EVALUATION_BATCH } from './finish-training.ts';
import type { JobContext } from './job.ts';
import { prepareImages } from './prepare-images.ts';
import { rawBatches, recordsOf } from './split-images.ts';

/** @throws NarashiError services.images-changed, onnx.*, export.not-ours, engine.* */
export async function goldenJob(payload: unknown, { signal, report }: JobContext): Promise<GoldenResult> {
  const { workspace, model, size, images: wanted } = goldenPayload.parse(payload);
  // They are of no snapshot: only their bytes count here.
  const images = wanted.map(
    ({ hash, path }, id): ImageReference => ({ id, path, contentHash: hash, classIndex: 0, split: 'test' }),
  );
  const cache = await prepareImages({ workspace, size, images, signal });
  const engine = startEngine({ memory: workspace });
  try {
    const bytes = await readFile(model);
    const description = readDescription(readModel(bytes), model);
    const judge = await ExportedJudge.load(engine.executor, bytes, description, EVALUATION_BATCH);
    const width = description.classes.length;
    const probabilities: number[][] = [];
    try {
      for await (const batch of rawBatches(cache, recordsOf(images, cache), EVALUATION_BATCH, signal)) {
        const rows = await judge.judge(batch);
        // The model is broken: it has no judgement, not even a wrong one.
        if (!rows.every(Number.isFinite)) throw new NarashiError('engine.run-failed', { reason: 'not a number' });
        for (let place = 0; place < batch.count; place++) {
          probabilities.push(Array.from(rows.subarray(place * width, (place + 1) * width)));
        }
        report({ done: probabilities.length, total: images.length });
      }
    } finally {
      await judge.close();
    }
    return { model: digest(bytes), classes: [...description.classes], probabilities };
  } finally {
    await engine.close();
    await cache.close();
  }
}
