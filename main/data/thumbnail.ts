// Pictures for the screen: small ones for the grid, full ones in a form every browser shows. Both go through the one
// decoder, so that a 16-bit, CMYK or turned picture looks as the network sees it.
import sharp, { type Sharp } from 'sharp';
import { decodeRaster } from './decode.ts';
import type { Raster } from './raster.ts';

/** Longest side, pixels. */
export const thumbnailSide = 256;
const displaySide = 4096;
/** Above this size even a picture that browsers know is reduced: they decode it as a whole. */
const displayPixels = 40_000_000;

export interface DisplayImage {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** What browsers show by themselves; never SVG, which is a program. */
const shown: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
};

function fitted({ data, width, height, channels }: Raster, side: number): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false }).resize({
    width: side,
    height: side,
    fit: 'inside',
    withoutEnlargement: true,
  });
}

/** WebP, at most {@link thumbnailSide} pixels wide and high. */
export function makeThumbnail(raster: Raster): Promise<Uint8Array> {
  return fitted(raster, thumbnailSide).webp({ quality: 80, effort: 0 }).toBuffer();
}

/** The file as it is where browsers show it the way the network sees it, else a PNG of it. Throws ImageProblem. */
export async function toDisplayImage(bytes: Uint8Array): Promise<DisplayImage> {
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  const contentType = header === undefined ? undefined : shown[header.format];
  if (header !== undefined && contentType !== undefined) {
    const plain = header.depth === 'uchar' && header.space !== 'cmyk';
    if (plain && header.width * header.height <= displayPixels) return { bytes, contentType };
  }
  const raster = await decodeRaster(bytes);
  return { bytes: await fitted(raster, displaySide).png({ compressionLevel: 3 }).toBuffer(), contentType: 'image/png' };
}
