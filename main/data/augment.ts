// Cached pixels (uint8, HWC) → network input (float32, CHW, normalised), varied on the way: one warp, one table of grey
// values, then blur and noise where asked for. A variation depends on the stream given and on nothing else.
import { type Augmentation, augmentationPresets, type Preprocessing } from '../../shared/domain/images.ts';
import { type Random, random } from '../../shared/domain/random.ts';
import { addNoise, blurPlane, type Shape } from './texture.ts';
import { drawTable, drawWarp, type Warp } from './variation.ts';

/** Writes one image into `target` from `offset` on. `stream` may be left out when nothing varies. */
export type Augment = (pixels: Uint8Array, target: Float32Array, offset: number, stream?: Random) => void;

/** Copies pixel by pixel; outside the picture its edge is repeated. */
function copyExact(
  pixels: Uint8Array,
  target: Float32Array,
  offset: number,
  warp: Warp,
  shape: Shape,
  table: Float32Array,
): void {
  const { width, height } = shape;
  const plane = width * height;
  const { xx, xy, yx, yy, x0, y0 } = warp;
  const clampX = (value: number): number => Math.min(width - 1, Math.max(0, Math.round(value)));
  const clampY = (value: number): number => Math.min(height - 1, Math.max(0, Math.round(value)));
  for (let y = 0, out = offset; y < height; y++) {
    // Along a row either the source column moves, or (after a quarter turn) the source row.
    const row = clampY(yy * y + y0) * width;
    const column = clampX(xy * y + x0);
    for (let x = 0; x < width; x++, out++) {
      const at = (yx === 0 ? row + clampX(xx * x + x0) : clampY(yx * x + y0) * width + column) * 3;
      target[out] = table[pixels[at] ?? 0] ?? 0;
      target[out + plane] = table[256 + (pixels[at + 1] ?? 0)] ?? 0;
      target[out + 2 * plane] = table[512 + (pixels[at + 2] ?? 0)] ?? 0;
    }
  }
}

/** Bilinear, positions in 1/65536 and weights in 1/256 pixel; outside the picture its edge is repeated. */
function warpBilinear(
  pixels: Uint8Array,
  target: Float32Array,
  offset: number,
  warp: Warp,
  shape: Shape,
  table: Float32Array,
): void {
  const { width, height } = shape;
  const plane = width * height;
  const limitX = (width - 1) << 16;
  const limitY = (height - 1) << 16;
  const stepX = Math.round(warp.xx * 65536);
  const stepY = Math.round(warp.yx * 65536);
  for (let y = 0, out = offset; y < height; y++) {
    let sourceX = Math.round((warp.xy * y + warp.x0) * 65536) | 0;
    let sourceY = Math.round((warp.yy * y + warp.y0) * 65536) | 0;
    for (let x = 0; x < width; x++, out++, sourceX = (sourceX + stepX) | 0, sourceY = (sourceY + stepY) | 0) {
      const insideX = Math.max(0, Math.min(sourceX, limitX));
      const insideY = Math.max(0, Math.min(sourceY, limitY));
      const partX = (insideX >> 8) & 255;
      const partY = (insideY >> 8) & 255;
      const at = ((insideY >> 16) * width + (insideX >> 16)) * 3;
      const right = insideX < limitX ? at + 3 : at;
      const down = insideY < limitY ? width * 3 : 0;
      const w11 = partX * partY;
      const w10 = (partX << 8) - w11;
      const w01 = (partY << 8) - w11;
      const w00 = 65536 - w11 - w10 - w01;
      for (let channel = 0; channel < 3; channel++) {
        const sum =
          (pixels[at + channel] ?? 0) * w00 +
          (pixels[right + channel] ?? 0) * w10 +
          (pixels[at + down + channel] ?? 0) * w01 +
          (pixels[right + down + channel] ?? 0) * w11;
        target[out + channel * plane] = table[(channel << 8) + ((sum + 32768) >> 16)] ?? 0;
      }
    }
  }
}

/** The conversion by a given warp of whole pixels, grey values as they are: what {@link createAugment} makes of such a warp. */
export function createExact(
  preprocessing: Preprocessing,
): (pixels: Uint8Array, target: Float32Array, offset: number, warp: Warp) => void {
  const table = new Float32Array(3 * 256);
  drawTable(augmentationPresets.none, preprocessing, random(0), table);
  return (pixels, target, offset, warp) => copyExact(pixels, target, offset, warp, preprocessing, table);
}

/** Prepares the conversion for one preprocessing and one set of variations; the result keeps its tables between calls. */
export function createAugment(preprocessing: Preprocessing, augmentation: Augmentation): Augment {
  const { width, height, std } = preprocessing;
  const plane = width * height;
  const table = new Float32Array(3 * 256);
  const scratch = new Float32Array(width);
  const still = random(0);
  const { brightness, contrast, gamma, blur, noise } = augmentation;
  const sameTable = brightness === 0 && contrast === 0 && gamma === 0;
  if (sameTable) drawTable(augmentation, preprocessing, still, table);
  return (pixels, target, offset, stream = still) => {
    const warp = drawWarp(augmentation, preprocessing, stream);
    if (!sameTable) drawTable(augmentation, preprocessing, stream, table);
    if (warp.exact) copyExact(pixels, target, offset, warp, preprocessing, table);
    else warpBilinear(pixels, target, offset, warp, preprocessing, table);
    const side = blur === 0 ? 0 : (stream.float() * blur) / 3;
    const strength = noise === 0 ? 0 : stream.float() * noise;
    for (let channel = 0; channel < 3; channel++) {
      const at = offset + channel * plane;
      if (side > 0) blurPlane(target, at, preprocessing, side, scratch);
      if (strength > 0) addNoise(target, at, preprocessing, strength / (std[channel] ?? 1), stream);
    }
  };
}
