// Blur and noise on normalised planes: what a camera out of focus, or short of light, does to a picture.
import { type Random, random } from '../../shared/domain/random.ts';

export interface Shape {
  readonly width: number;
  readonly height: number;
}

/** Blurs one plane in place with `(side, 1 − 2 side, side)` both ways; edges are repeated. */
export function blurPlane(
  target: Float32Array,
  offset: number,
  { width, height }: Shape,
  side: number,
  above: Float32Array,
): void {
  const centre = 1 - 2 * side;
  for (let y = 0; y < height; y++) {
    const row = offset + y * width;
    let before = target[row] ?? 0;
    for (let x = 0; x < width; x++) {
      const value = target[row + x] ?? 0;
      const after = x + 1 < width ? (target[row + x + 1] ?? 0) : value;
      target[row + x] = centre * value + side * (before + after);
      before = value;
    }
  }
  above.set(target.subarray(offset, offset + width));
  for (let y = 0; y < height; y++) {
    const row = offset + y * width;
    const next = y + 1 < height ? row + width : row;
    for (let x = 0; x < width; x++) {
      const value = target[row + x] ?? 0;
      target[row + x] = centre * value + side * ((above[x] ?? 0) + (target[next + x] ?? 0));
      above[x] = value;
    }
  }
}

/** Enough normal numbers that rows started at random places in them never look alike. */
const noiseLength = 1 << 14;
let noiseTable: Float32Array | undefined;

function noiseNumbers(): Float32Array {
  if (noiseTable === undefined) {
    const stream = random(0, 'noise table');
    noiseTable = Float32Array.from({ length: noiseLength }, () => stream.gaussian());
  }
  return noiseTable;
}

/** Adds normal noise of standard deviation `strength` to one plane; each row starts elsewhere in a fixed table. */
export function addNoise(
  target: Float32Array,
  offset: number,
  { width, height }: Shape,
  strength: number,
  stream: Random,
): void {
  const numbers = noiseNumbers();
  for (let y = 0; y < height; y++) {
    const row = offset + y * width;
    const start = stream.integer(noiseLength);
    for (let x = 0; x < width; x++) {
      target[row + x] = (target[row + x] ?? 0) + strength * (numbers[(start + x) & (noiseLength - 1)] ?? 0);
    }
  }
}
