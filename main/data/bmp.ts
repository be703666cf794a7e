// Windows bitmaps, which libvips as shipped with sharp cannot read: 1/4/8/16/24/32 bits, bit fields, RLE4 and RLE8.
// Layout after Microsoft's BITMAPFILEHEADER / BITMAPINFOHEADER documentation. Alpha is ignored: writers leave it zero.
import { expandRunLengths } from './bmp-rle.ts';
import { checkSize, ImageProblem, type Raster } from './raster.ts';

export function isBmp(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x4d && bytes.length >= 26;
}

const ends = (): ImageProblem => new ImageProblem('data.image-truncated', 'BMP');

interface Header {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bits: number;
  readonly compression: number;
  readonly pixelsAt: number;
  readonly paletteAt: number;
  readonly paletteStep: 3 | 4;
  readonly paletteLength: number;
  readonly masks: readonly [number, number, number];
}

function unsupported(reason: string): ImageProblem {
  return new ImageProblem('data.image-kind-unsupported', `BMP, ${reason}`);
}

function readHeader(view: DataView): Header {
  const pixelsAt = view.getUint32(10, true);
  const size = view.getUint32(14, true);
  const paletteStep = size === 12 ? 3 : 4;
  if (size === 12) {
    const bits = view.getUint16(24, true);
    return {
      width: view.getUint16(18, true),
      height: view.getUint16(20, true),
      topDown: false,
      bits,
      compression: 0,
      pixelsAt,
      paletteAt: 26,
      paletteStep,
      paletteLength: Math.min(1 << Math.min(bits, 8), Math.floor((pixelsAt - 26) / 3)),
      masks: [0xff0000, 0xff00, 0xff],
    };
  }
  if (size < 40) throw unsupported(`biSize ${size}`);
  const height = view.getInt32(22, true);
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  const fields = compression === 3 || compression === 6;
  if (fields && view.byteLength < 66) throw ends();
  const paletteAt = 14 + size + (fields && size === 40 ? (compression === 6 ? 16 : 12) : 0);
  const used = view.getUint32(46, true);
  return {
    width: view.getInt32(18, true),
    height: Math.abs(height),
    topDown: height < 0,
    bits,
    compression,
    pixelsAt,
    paletteAt,
    paletteStep,
    paletteLength: bits > 8 ? 0 : Math.min(used === 0 ? 1 << bits : used, 1 << bits),
    masks: fields
      ? [view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true)]
      : bits === 16
        ? [0x7c00, 0x3e0, 0x1f]
        : [0xff0000, 0xff00, 0xff],
  };
}

/** A table from masked bits to 8-bit samples, with the shift that brings them down. */
function channelOf(mask: number): { mask: number; shift: number; table: Uint8Array } {
  if (mask === 0) return { mask, shift: 0, table: new Uint8Array(1) };
  const shift = 31 - Math.clz32(mask & -mask);
  const bits = 32 - Math.clz32(mask >>> shift);
  const drop = Math.max(0, bits - 8);
  const top = 2 ** (bits - drop) - 1;
  const table = Uint8Array.from({ length: top + 1 }, (_, value) => Math.round((value * 255) / top));
  return { mask, shift: shift + drop, table };
}

/** Samples of true-colour rows, whose colours lie in the pixels themselves. */
function readColours(view: DataView, header: Header, stride: number): Uint8Array {
  const { width, height, bits, topDown, pixelsAt } = header;
  const [red, green, blue] = header.masks.map(channelOf);
  if (red === undefined || green === undefined || blue === undefined) throw unsupported('0 ch');
  const data = new Uint8Array(width * height * 3);
  const step = bits / 8;
  for (let y = 0, out = 0; y < height; y++) {
    let at = pixelsAt + (topDown ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++, at += step) {
      const pixel =
        bits === 16
          ? view.getUint16(at, true)
          : bits === 32
            ? view.getUint32(at, true)
            : view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
      data[out++] = red.table[(pixel & red.mask) >>> red.shift] ?? 0;
      data[out++] = green.table[(pixel & green.mask) >>> green.shift] ?? 0;
      data[out++] = blue.table[(pixel & blue.mask) >>> blue.shift] ?? 0;
    }
  }
  return data;
}

/** Palette indices in rows from the top, one byte each. */
function readIndices(bytes: Uint8Array, header: Header, stride: number): Uint8Array {
  const { width, height, bits, topDown, pixelsAt } = header;
  const indices = new Uint8Array(width * height);
  const mask = (1 << bits) - 1;
  for (let y = 0; y < height; y++) {
    const row = pixelsAt + (topDown ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++) {
      const bit = x * bits;
      indices[y * width + x] = ((bytes[row + (bit >> 3)] ?? 0) >> (8 - bits - (bit & 7))) & mask;
    }
  }
  return indices;
}

function applyPalette(indices: Uint8Array, bytes: Uint8Array, header: Header): Raster {
  const { width, height } = header;
  const palette = new Uint8Array(256 * 3);
  let grey = true;
  for (let i = 0; i < header.paletteLength; i++) {
    const at = header.paletteAt + i * header.paletteStep;
    const [blue, green, red] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
    palette.set([red, green, blue], i * 3);
    grey &&= red === green && green === blue;
  }
  if (grey) return { width, height, channels: 1, data: indices.map((index) => palette[index * 3] ?? 0) };
  const data = new Uint8Array(indices.length * 3);
  for (let i = 0; i < indices.length; i++) {
    const from = (indices[i] ?? 0) * 3;
    data[i * 3] = palette[from] ?? 0;
    data[i * 3 + 1] = palette[from + 1] ?? 0;
    data[i * 3 + 2] = palette[from + 2] ?? 0;
  }
  return { width, height, channels: 3, data };
}

/** Decodes a bitmap. Throws {@link ImageProblem}. */
export function decodeBmp(bytes: Uint8Array): Raster {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 14 + view.getUint32(14, true)) throw ends();
  const header = readHeader(view);
  const { width, height, bits, compression } = header;
  checkSize(width, height);
  if (compression === 1 || compression === 2) {
    if (bits !== (compression === 1 ? 8 : 4)) throw unsupported(`RLE, ${bits} bit`);
    const indices = expandRunLengths(bytes.subarray(header.pixelsAt), width, height, bits === 4);
    if (indices === undefined) throw ends();
    return applyPalette(indices, bytes, header);
  }
  if (compression !== 0 && compression !== 3 && compression !== 6) throw unsupported(`biCompression ${compression}`);
  const stride = Math.ceil((width * bits) / 32) * 4;
  // Some writers leave off the padding of the last row.
  if (bytes.length < header.pixelsAt + stride * (height - 1) + Math.ceil((width * bits) / 8)) throw ends();
  if (bits === 16 || bits === 24 || bits === 32) {
    return { width, height, channels: 3, data: readColours(view, header, stride) };
  }
  if (bits === 1 || bits === 4 || bits === 8) return applyPalette(readIndices(bytes, header, stride), bytes, header);
  throw unsupported(`${bits} bit`);
}
