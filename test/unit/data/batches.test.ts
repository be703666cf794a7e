// Batches arrive in a fixed order, the same whatever the workers, the ring or the place of resumption.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { BatchStream } from '../../../main/data/batch-stream.ts';
import { evaluationBatches, type TrainingOptions, trainingBatches } from '../../../main/data/batches.ts';
import { epochOrder, stepsPerEpoch } from '../../../main/data/epoch-order.ts';
import { ImageCache } from '../../../main/data/image-cache.ts';
import { hashOf } from '../../../main/data/prepare-file.ts';
import { augmentationPresets, squarePreprocessing } from '../../../shared/domain/images.ts';
import { patternBytes, withFolder } from '../../support/images.ts';

const size = 8;
const count = 11;

async function withCache<T>(use: (cache: ImageCache) => Promise<T>): Promise<T> {
  return await withFolder(async (folder) => {
    const cache = await ImageCache.open(folder, squarePreprocessing(size));
    try {
      for (let i = 0; i < count; i++) await cache.append(hashOf(Buffer.of(i)), patternBytes(cache.recordBytes, i + 1));
      return await use(cache);
    } finally {
      await cache.close();
    }
  });
}

const options = (cache: ImageCache): TrainingOptions => ({
  cache,
  records: Int32Array.from({ length: count }, (_, i) => i),
  labels: Int32Array.from({ length: count }, (_, i) => (i < 8 ? 0 : 1)),
  batchSize: 4,
  seed: 7,
  augmentation: augmentationPresets.strong,
  epochs: 3,
});

/** Everything about every batch, as text. */
async function collect(stream: BatchStream): Promise<string[]> {
  const seen: string[] = [];
  for await (const { epoch, step, labels, indices, images, count: used } of stream) {
    seen.push(`${epoch}/${step} ${labels} ${indices} ${used} ${hashOf(Buffer.from(images.buffer))}`);
  }
  return seen;
}

describe('trainingBatches', () => {
  it('is the same with any number of workers and buffers, and when resumed', () =>
    withCache(async (cache) => {
      const all = await collect(trainingBatches(options(cache)));
      expect(all).toHaveLength(6);
      expect(new Set(all).size).toBe(6);
      expect(await collect(trainingBatches({ ...options(cache), workers: 2, ring: 5 }))).toEqual(all);
      expect(await collect(trainingBatches({ ...options(cache), start: { epoch: 1, step: 1 } }))).toEqual(all.slice(3));
      expect(await collect(trainingBatches({ ...options(cache), seed: 8 }))).not.toEqual(all);
    }));

  it('varies an image independently of its neighbours', () =>
    withCache(async (cache) => {
      const images = async (batchSize: number): Promise<Map<number, string>> => {
        const found = new Map<number, string>();
        const stream = trainingBatches({ ...options(cache), batchSize, epochs: 1 });
        for await (const batch of stream) {
          const length = batch.images.length / batchSize;
          batch.indices.forEach((index, i) => {
            found.set(index, hashOf(Buffer.from(batch.images.slice(i * length, (i + 1) * length).buffer)));
          });
        }
        return found;
      };
      const small = await images(1);
      for (const [index, hash] of await images(4)) expect(small.get(index)).toBe(hash);
    }));

  it('fills a batch from fewer images, each repeat varied differently', () =>
    withCache(async (cache) => {
      const few = { ...options(cache), records: Int32Array.of(0, 1, 2), labels: Int32Array.of(0, 0, 1), batchSize: 8 };
      const stream = trainingBatches({ ...few, epochs: 1 });
      const batch = await stream.next();
      const uses = [0, 1, 2].map((image) => batch?.indices.filter((index) => index === image).length);
      expect(uses.toSorted()).toEqual([2, 3, 3]);
      const length = size * size * 3;
      const hashes = Array.from({ length: 8 }, (_, i) =>
        hashOf(Buffer.from(batch?.images.slice(i * length, (i + 1) * length).buffer ?? new ArrayBuffer(0))),
      );
      expect(new Set(hashes).size).toBe(8);
      await stream.stop();
    }));

  it('waits for buffers to come back, and replaces one that was taken away', () =>
    withCache(async (cache) => {
      const stream = trainingBatches({ ...options(cache), ring: 2 });
      const first = await stream.next();
      const second = await stream.next();
      await expect(stream.next()).rejects.toThrow('release one');
      structuredClone(first?.images, { transfer: first ? [first.images.buffer] : [] });
      first?.release();
      first?.release();
      expect(await stream.next()).toMatchObject({ epoch: 1, step: 0 });
      second?.release();
      await stream.stop();
      expect(await stream.next()).toBeUndefined();
    }));

  it('reports a missing record as an error, not as silence', () =>
    withCache(async (cache) => {
      const broken = { ...options(cache), records: new Int32Array(count).fill(99) };
      await expect(collect(trainingBatches(broken))).rejects.toMatchObject({ code: 'data.stream-failed' });
      const gone = { ...options(cache), cache: { pixelFile: '/nowhere', preprocessing: cache.preprocessing } };
      const stream = trainingBatches(gone);
      await expect(stream.next()).rejects.toMatchObject({ code: 'data.stream-failed' });
      await expect(stream.next()).rejects.toMatchObject({ code: 'data.stream-failed' });
      await stream.stop();
    }));

  it('does not keep a process alive when it is forgotten', () =>
    withCache(async (cache) => {
      const module = fileURLToPath(new URL('../../../main/data/batches.ts', import.meta.url));
      const script = `
        import { trainingBatches } from ${JSON.stringify(module)};
        const numbers = { records: new Int32Array(${count}), labels: new Int32Array(${count}) };
        const cache = { pixelFile: ${JSON.stringify(cache.pixelFile)}, preprocessing: ${JSON.stringify(cache.preprocessing)} };
        const augmentation = ${JSON.stringify(augmentationPresets.line)};
        const stream = trainingBatches({ cache, ...numbers, batchSize: 4, seed: 1, augmentation });
        console.log((await stream.next()).count);`;
      const result = spawnSync(process.execPath, ['--input-type=module', '-e', script], { timeout: 20_000 });
      expect([result.status, result.stdout.toString().trim()]).toEqual([0, '4']);
    }));
});

describe('evaluationBatches', () => {
  it('keeps the order and pads the last batch', () =>
    withCache(async (cache) => {
      const stream = evaluationBatches(options(cache));
      const seen: [number[], number][] = [];
      for await (const { indices, count: used } of stream) seen.push([[...indices], used]);
      expect(seen).toEqual([
        [[0, 1, 2, 3], 4],
        [[4, 5, 6, 7], 4],
        [[8, 9, 10, 10], 3],
      ]);
    }));
});

describe('epochOrder', () => {
  const labels = Int32Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : 1));
  const tally = (sampling: 'natural' | 'softened' | 'balanced'): number[] => {
    const { indices } = epochOrder({ labels, batchSize: 8, seed: 1, sampling }, 0);
    const ones = indices.reduce((sum, index) => sum + (labels[index] ?? 0), 0);
    return [indices.length - ones, ones];
  };

  it('draws classes as asked', () => {
    expect(stepsPerEpoch(100, 8)).toBe(12);
    expect(tally('balanced')).toEqual([48, 48]);
    expect(tally('softened')).toEqual([72, 24]);
    expect(tally('natural')[0]).toBeGreaterThan(80);
  });

  it('uses every image of a class equally often and numbers the repeats', () => {
    const { indices, repeats } = epochOrder({ labels, batchSize: 8, seed: 1, sampling: 'balanced' }, 3);
    const uses = new Map<number, number>();
    indices.forEach((index, i) => {
      expect(repeats[i]).toBe(uses.get(index) ?? 0);
      uses.set(index, (uses.get(index) ?? 0) + 1);
    });
    expect(
      [...uses]
        .filter(([index]) => index >= 90)
        .map(([, times]) => times)
        .sort(),
    ).toEqual([4, 4, 5, 5, 5, 5, 5, 5, 5, 5]);
  });

  it('refuses nonsense', () => {
    const cache = { pixelFile: '/x', preprocessing: squarePreprocessing(8) };
    const wrong = { cache, records: new Int32Array(2), labels: new Int32Array(3), batchSize: 1 };
    expect(() => evaluationBatches(wrong)).toThrow(RangeError);
    expect(() => evaluationBatches({ ...wrong, labels: new Int32Array(2), batchSize: 0 })).toThrow(RangeError);
  });
});
