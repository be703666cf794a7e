// Groups of near hashes, against comparing each with each; and bits of a picture that survive what files go through.
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../main/data/decode.ts';
import { hashOfPixels } from '../../../main/data/picture-hash.ts';
import { recompress } from '../../../main/data/recompress.ts';
import { sampleImage } from '../../../main/data/sample/sample-images.ts';
import { differingBits, lookAlikes } from '../../../main/eval/look-alikes.ts';
import { squarePreprocessing } from '../../../shared/domain/images.ts';
import { random } from '../../../shared/domain/random.ts';

const stream = random(5, 'look-alikes');
const anyHash = () => Uint8Array.from({ length: 8 }, () => stream.integer(256));
const flipped = (hash: Uint8Array, bits: number) => {
  const copy = hash.slice();
  const places = Int32Array.from({ length: 64 }, (_, bit) => bit);
  stream.shuffle(places);
  for (const bit of places.subarray(0, bits)) copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
};

describe('groups', () => {
  it.each([0, 2, 5, 7])('at a distance of %d are those that comparing each with each finds', (distance) => {
    const hashes = Array.from({ length: 40 }, anyHash).flatMap((hash, place) => [hash, flipped(hash, place % 9)]);
    const near = hashes.map((one, place) =>
      hashes.findIndex((other, at) => at !== place && differingBits(one, other) <= distance),
    );
    const grouped = new Set(lookAlikes(hashes, distance).flatMap(({ members }) => members));
    expect([...grouped].sort((a, b) => a - b)).toEqual(near.flatMap((found, place) => (found < 0 ? [] : [place])));
    for (const group of lookAlikes(hashes, distance)) expect(group.distance).toBeLessThanOrEqual(distance);
  });
  it('chain: two that are far apart are joined by one between them', () => {
    const first = new Uint8Array(8);
    const middle = Uint8Array.from([0b1111, 0, 0, 0, 0, 0, 0, 0]);
    const last = Uint8Array.from([0b1111, 0b1111, 0, 0, 0, 0, 0, 0]);
    expect(lookAlikes([last, first, middle], 4)).toEqual([{ members: [0, 1, 2], distance: 4 }]);
    expect(lookAlikes([last, first], 4)).toEqual([]);
  });
});

describe('the bits of a picture', () => {
  const pixelsOf = async (place: number) =>
    (await decodeImage(await sampleImage('scratch', place, 1, 64), squarePreprocessing(32))).pixels;
  it('hardly change with brightness and compression', async () => {
    const pixels = await pixelsOf(0);
    const hash = hashOfPixels(pixels);
    expect(differingBits(hash, hashOfPixels(pixels.map((value) => Math.min(255, value + 12))))).toBeLessThanOrEqual(4);
    expect(differingBits(hash, hashOfPixels(await recompress(pixels, 32, 32, 60)))).toBeLessThanOrEqual(6);
  });
  it('are those of another picture for another one', () => {
    const noise = (seed: number) => {
      const drawn = random(seed, 'noise');
      return Uint8Array.from({ length: 32 * 32 * 3 }, () => drawn.integer(256));
    };
    expect(differingBits(hashOfPixels(noise(1)), hashOfPixels(noise(2)))).toBeGreaterThan(12);
  });
});
