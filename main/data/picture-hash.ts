// A picture in 64 bits that hardly change when it is saved anew, resized or a little brighter: pHash by cosine transform
// (Zauner 2010, "Implementation and Benchmarking of Perceptual Image Hash Functions").
import { squarePreprocessing } from '../../shared/domain/images.ts';
import { decodeImage } from './decode.ts';

/** Raise it whenever the same picture would get other bits. */
export const PICTURE_HASH_VERSION = 1;

const SIZE = 32;
const KEPT = 8;

/** Bits of an image file, 8 bytes. @throws ImageProblem where it cannot be decoded */
export async function pictureHash(bytes: Uint8Array): Promise<Uint8Array> {
  const { pixels } = await decodeImage(bytes, squarePreprocessing(SIZE));
  return hashOfPixels(pixels);
}

/** @param pixels `[32,32,3]` */
export function hashOfPixels(pixels: Uint8Array): Uint8Array {
  const grey = Float64Array.from({ length: SIZE * SIZE }, (_, place) => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(place * 3, place * 3 + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
  const low = lowFrequencies(grey);
  // The mean brightness is no feature of the picture.
  const others = low.slice(1).toSorted((a, b) => a - b);
  const median = others[Math.floor(others.length / 2)] ?? 0;
  const hash = new Uint8Array(8);
  low.forEach((value, bit) => {
    if (bit > 0 && value > median) hash[bit >> 3] = (hash[bit >> 3] ?? 0) | (1 << (bit & 7));
  });
  return hash;
}

/** `[8,8]`, row after row: the lowest frequencies of the two-dimensional cosine transform. */
function lowFrequencies(grey: Float64Array): number[] {
  const rows = new Float64Array(SIZE * KEPT);
  for (let y = 0; y < SIZE; y++) {
    for (let u = 0; u < KEPT; u++) {
      let sum = 0;
      for (let x = 0; x < SIZE; x++) sum += (grey[y * SIZE + x] ?? 0) * (waves[u * SIZE + x] ?? 0);
      rows[y * KEPT + u] = sum;
    }
  }
  const result: number[] = [];
  for (let v = 0; v < KEPT; v++) {
    for (let u = 0; u < KEPT; u++) {
      let sum = 0;
      for (let y = 0; y < SIZE; y++) sum += (rows[y * KEPT + u] ?? 0) * (waves[v * SIZE + y] ?? 0);
      result.push(sum);
    }
  }
  return result;
}

/** `[8,32]`: cosines of the frequencies kept. */
const waves = Float64Array.from({ length: KEPT * SIZE }, (_, place) => {
  const [frequency, at] = [Math.floor(place / SIZE), place % SIZE];
  return Math.cos((Math.PI * frequency * (2 * at + 1)) / (2 * SIZE));
});
