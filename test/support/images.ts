// Small test images: patterns, every format, hand-made bitmaps, damaged files, and folders of them.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** Runs `use` with a fresh folder and removes it afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'narashi-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes `{ 'OK/a.png': bytes, … }` below a folder. */
export async function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

/** Reproducible bytes (the C library's linear congruence), the same as in the script that made the Pillow figures. */
export function patternBytes(length: number, seed = 1): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 16) & 255;
  });
}

export interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

/** A flat colour with an optional darker square, so that classes and copies differ. */
export function flat(width: number, height: number, { r, g, b }: Rgb): Sharp {
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } });
}

/** A small PNG whose bytes depend on `seed`. */
export function noisePng(seed: number, size = 8): Promise<Buffer> {
  return sharp(patternBytes(size * size * 3, seed + 1), { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer();
}

/** A 16-bit greyscale PNG. */
export function deepPng(samples: Uint16Array, width: number): Promise<Buffer> {
  return sharp(samples, { raw: { width, height: samples.length / width, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toBuffer();
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const result = Buffer.alloc(body.length + 8);
  result.writeUInt32BE(data.length, 0);
  body.copy(result, 4);
  result.writeUInt32BE(crc32(body), body.length + 4);
  return result;
}

/** A tiny PNG file whose header claims `width` × `height` pixels. */
export function bombPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', Buffer.alloc(64)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export interface BmpOptions {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  /** Pixel rows as stored, padding included. */
  readonly rows: readonly number[];
  readonly topDown?: boolean;
  readonly compression?: number;
  readonly palette?: readonly Rgb[];
  readonly masks?: readonly number[];
  /** The 12-byte header of OS/2 1.x. */
  readonly old?: boolean;
}

export function makeBmp({
  width,
  height,
  bits,
  rows,
  topDown,
  compression = 0,
  palette = [],
  masks = [],
  old,
}: BmpOptions): Buffer {
  const header = Buffer.alloc(old ? 12 : 40);
  header.writeUInt32LE(header.length, 0);
  if (old) {
    header.writeUInt16LE(width, 4);
    header.writeUInt16LE(height, 6);
    header.writeUInt16LE(1, 8);
    header.writeUInt16LE(bits, 10);
  } else {
    header.writeInt32LE(width, 4);
    header.writeInt32LE(topDown ? -height : height, 8);
    header.writeUInt16LE(1, 12);
    header.writeUInt16LE(bits, 14);
    header.writeUInt32LE(compression, 16);
    header.writeUInt32LE(palette.length, 32);
  }
  const maskBytes = Buffer.alloc(masks.length * 4);
  masks.forEach((mask, index) => {
    maskBytes.writeUInt32LE(mask, index * 4);
  });
  const colours = Buffer.from(palette.flatMap(({ r, g, b }) => (old ? [b, g, r] : [b, g, r, 0])));
  const tail = Buffer.concat([header, maskBytes, colours]);
  const start = Buffer.alloc(14);
  start.write('BM', 0, 'latin1');
  start.writeUInt32LE(14 + tail.length + rows.length, 2);
  start.writeUInt32LE(14 + tail.length, 10);
  return Buffer.concat([start, tail, Buffer.from(rows)]);
}
