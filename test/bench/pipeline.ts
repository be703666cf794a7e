// How fast batches come: decoding once into the cache, then augmented batches, against no training at all.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trainingBatches } from '../../main/data/batches.ts';
import { ImageCache } from '../../main/data/image-cache.ts';
import { augmentationPresets, imageBytes, squarePreprocessing } from '../../shared/domain/images.ts';
import { random } from '../../shared/domain/random.ts';

const IMAGES = 512;
const BATCHES = 100;

/** Milliseconds per batch of `size` px images, by augmentation preset. */
export async function measurePipeline(size: number, batchSize: number): Promise<Record<string, number>> {
  const root = mkdtempSync(join(tmpdir(), 'narashi-pipeline-'));
  const preprocessing = squarePreprocessing(size);
  const cache = await ImageCache.open(root, preprocessing);
  try {
    const stream = random(0, 'pipeline');
    const pixels = new Uint8Array(imageBytes(preprocessing));
    for (let image = 0; image < IMAGES; image++) {
      for (let index = 0; index < pixels.length; index++) pixels[index] = stream.integer(256);
      await cache.append(image.toString(16).padStart(64, '0'), pixels);
    }
    await cache.flush();
    const records = Int32Array.from({ length: IMAGES }, (_, index) => index);
    const result: Record<string, number> = {};
    for (const preset of ['none', 'line', 'strong'] as const) {
      const batches = trainingBatches({
        cache,
        records,
        labels: records.map((index) => index % 4),
        batchSize,
        seed: 0,
        augmentation: augmentationPresets[preset],
      });
      await batches.next().then((batch) => batch?.release());
      const started = performance.now();
      for (let index = 0; index < BATCHES; index++) (await batches.next())?.release();
      result[`${preset}, ms per batch`] = Number(((performance.now() - started) / BATCHES).toFixed(2));
      await batches.stop();
    }
    return result;
  } finally {
    await cache.close();
    rmSync(root, { recursive: true, force: true });
  }
}
