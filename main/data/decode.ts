// Image file bytes → RGB pixels at network size. Import, prediction and the line all use this one function.
import sharp, { type Metadata, type OutputInfo } from 'sharp';
import { imageBytes, type Preprocessing } from '../../shared/domain/images.ts';
import { decodeBmp, isBmp } from './bmp.ts';
import { toEightBits } from './deep-samples.ts';
import { quickHeader } from './quick-header.ts';
import { checkSize, ImageProblem, type Raster } from './raster.ts';
import { resize } from './resize.ts';

// Files are decoded side by side by the importer, so that one file needs no threads and no cache of its own.
sharp.cache(false);
sharp.concurrency(1);

const formats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'tiff', 'gif', 'heif']);
/** Transparent parts become white, as on the screen where the image was labelled. */
const background = '#ffffff';
/** Pictures above this size are decoded one at a time, so that memory stays bounded. */
const largePixels = 24_000_000;

export interface DecodedImage {
  /** RGB, HWC, `height × width × 3` bytes. */
  readonly pixels: Uint8Array;
  /** Size of the original after EXIF rotation. */
  readonly width: number;
  readonly height: number;
}

let largeTurn: Promise<unknown> = Promise.resolve();

// libvips keeps one error text for the whole process, so that files decoded side by side get each other's words: the
// reason is told from the step that failed, and the text only kept as the cause.
async function readHeader(bytes: Uint8Array): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new ImageProblem('data.image-unreadable', '', { cause });
  }
}

async function decodeWithSharp(bytes: Uint8Array, deepBits: Preprocessing['deepBits']): Promise<Raster> {
  const header = quickHeader(bytes) ?? (await readHeader(bytes));
  if (!formats.has(header.format)) throw new ImageProblem('data.image-kind-unsupported', header.format.toUpperCase());
  checkSize(header.width, header.height);
  const deep = header.depth === 'ushort';
  if (!deep && header.depth !== 'uchar') {
    throw new ImageProblem('data.image-kind-unsupported', `${header.format} ${header.depth}`.toUpperCase());
  }
  const grey = header.space === 'b-w' || header.space === 'grey16';
  const read = (): Promise<{ data: Buffer; info: OutputInfo }> =>
    // Profiles are applied to CMYK only: cameras on a line have none, and other runtimes ignore them.
    sharp(bytes, { limitInputPixels: false, failOn: 'error', ignoreIcc: header.space !== 'cmyk' })
      .autoOrient()
      .flatten({ background })
      .toColourspace(deep ? (grey ? 'grey16' : 'rgb16') : grey ? 'b-w' : 'srgb')
      .raw({ depth: deep ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true });
  const large = header.width * header.height > largePixels;
  const reading = large ? largeTurn.then(read) : read();
  if (large) largeTurn = reading.catch(() => undefined);
  const { data, info } = await reading.catch((cause: unknown) => {
    const reason = `${header.format.toUpperCase()}, ${header.width} × ${header.height} px`;
    throw new ImageProblem('data.image-truncated', reason, { cause });
  });
  if (info.channels !== 1 && info.channels !== 3) {
    throw new ImageProblem('data.image-kind-unsupported', `${header.format.toUpperCase()}, ${info.channels} ch`);
  }
  const samples = deep ? toEightBits(data, deepBits) : data;
  return { width: info.width, height: info.height, channels: info.channels, data: samples };
}

/** Decodes at the file's own size. Throws {@link ImageProblem}. */
export async function decodeRaster(bytes: Uint8Array, deepBits: Preprocessing['deepBits'] = 'auto'): Promise<Raster> {
  if (bytes.length === 0) throw new ImageProblem('data.image-empty', '');
  return isBmp(bytes) ? decodeBmp(bytes) : await decodeWithSharp(bytes, deepBits);
}

/** RGB bytes of a picture, grey repeated. */
function toRgb(source: Raster): Uint8Array {
  if (source.channels === 3) return source.data;
  const pixels = new Uint8Array(source.data.length * 3);
  for (let i = 0; i < source.data.length; i++) pixels.fill(source.data[i] ?? 0, i * 3, i * 3 + 3);
  return pixels;
}

/** Decodes to RGB at the file's own size. Throws {@link ImageProblem}. */
export async function decodePicture(
  bytes: Uint8Array,
  deepBits: Preprocessing['deepBits'],
): Promise<Pick<Raster, 'width' | 'height' | 'data'>> {
  const raster = await decodeRaster(bytes, deepBits);
  return { width: raster.width, height: raster.height, data: toRgb(raster) };
}

/** Decodes and stretches to network size; the same bytes give the same pixels everywhere. Throws {@link ImageProblem}. */
export async function decodeImage(bytes: Uint8Array, preprocessing: Preprocessing): Promise<DecodedImage> {
  const raster = await decodeRaster(bytes, preprocessing.deepBits);
  const pixels = toRgb(resize(raster, preprocessing.width, preprocessing.height));
  if (pixels.length !== imageBytes(preprocessing)) throw new Error(`decoded ${pixels.length} bytes`);
  return { pixels, width: raster.width, height: raster.height };
}
