// Resizing by Pillow's BILINEAR (antialiased triangle filter, 22-bit fixed point), bit for bit: the same pixels on
// every processor, and the same as `Image.resize((w, h), Image.BILINEAR)` in a line's own Python program.
import type { Raster } from './raster.ts';

const precision = 22;

interface Taps {
  /** First source sample of each output sample. */
  readonly first: Int32Array;
  /** Source samples per output sample. */
  readonly count: Int32Array;
  /** Weights, `span` per output sample. */
  readonly weights: Int32Array;
  readonly span: number;
}

/** Pillow's precompute_coeffs followed by normalize_coeffs_8bpc. */
function tapsFor(from: number, to: number): Taps {
  const scale = from / to;
  const support = Math.max(scale, 1);
  const span = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Int32Array(to * span);
  const narrowing = 1 / support;
  const row = new Float64Array(span);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const length = Math.min(from, Math.trunc(centre + support + 0.5)) - start;
    let sum = 0;
    for (let j = 0; j < length; j++) {
      const weight = Math.max(0, 1 - Math.abs((j + start - centre + 0.5) * narrowing));
      row[j] = weight;
      sum += weight;
    }
    for (let j = 0; j < length; j++) weights[i * span + j] = Math.trunc(0.5 + ((row[j] ?? 0) / sum) * 2 ** precision);
    first[i] = start;
    count[i] = length;
  }
  return { first, count, weights, span };
}

/** One pass along rows of `channels` interleaved samples. */
function resizeRows(source: Uint8Array, width: number, height: number, channels: 1 | 3, to: number): Uint8Array {
  const { first, count, weights, span } = tapsFor(width, to);
  const result = new Uint8Array(to * height * channels);
  const half = 1 << (precision - 1);
  let out = 0;
  for (let y = 0; y < height; y++) {
    const row = y * width * channels;
    for (let x = 0; x < to; x++) {
      let at = row + (first[x] ?? 0) * channels;
      const end = x * span + (count[x] ?? 0);
      if (channels === 1) {
        let sum = half;
        for (let k = x * span; k < end; k++) sum = (sum + Math.imul(source[at++] ?? 0, weights[k] ?? 0)) | 0;
        result[out++] = sum >> precision;
      } else {
        let red = half;
        let green = half;
        let blue = half;
        for (let k = x * span; k < end; k++, at += 3) {
          const weight = weights[k] ?? 0;
          red = (red + Math.imul(source[at] ?? 0, weight)) | 0;
          green = (green + Math.imul(source[at + 1] ?? 0, weight)) | 0;
          blue = (blue + Math.imul(source[at + 2] ?? 0, weight)) | 0;
        }
        result[out++] = red >> precision;
        result[out++] = green >> precision;
        result[out++] = blue >> precision;
      }
    }
  }
  return result;
}

/** One pass down columns; a row is `stride` samples. */
function resizeColumns(source: Uint8Array, stride: number, height: number, to: number): Uint8Array {
  const { first, count, weights, span } = tapsFor(height, to);
  const result = new Uint8Array(stride * to);
  const sums = new Int32Array(stride);
  for (let y = 0; y < to; y++) {
    sums.fill(1 << (precision - 1));
    for (let k = 0; k < (count[y] ?? 0); k++) {
      const weight = weights[y * span + k] ?? 0;
      const row = ((first[y] ?? 0) + k) * stride;
      for (let x = 0; x < stride; x++) {
        sums[x] = ((sums[x] ?? 0) + Math.imul(source[row + x] ?? 0, weight)) | 0;
      }
    }
    for (let x = 0; x < stride; x++) result[y * stride + x] = (sums[x] ?? 0) >> precision;
  }
  return result;
}

/** Stretches a picture to `width` × `height`, ignoring its aspect ratio. */
export function resize(source: Raster, width: number, height: number): Raster {
  const { channels } = source;
  const wide =
    source.width === width ? source.data : resizeRows(source.data, source.width, source.height, channels, width);
  const data = source.height === height ? wide : resizeColumns(wide, width * channels, source.height, height);
  return { width, height, channels, data };
}
