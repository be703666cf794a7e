// A picture once through JPEG, as cameras and archives do it.
import sharp from 'sharp';

/** @param pixels `[H,W,3]`, @param quality 1 to 100. The same size comes back. */
export async function recompress(
  pixels: Uint8Array,
  width: number,
  height: number,
  quality: number,
): Promise<Uint8Array> {
  const raw = { raw: { width, height, channels: 3 } } as const;
  const jpeg = await sharp(pixels, raw).jpeg({ quality }).toBuffer();
  const { data } = await sharp(jpeg).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return new Uint8Array(data);
}
