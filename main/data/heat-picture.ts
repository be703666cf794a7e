// An image with where a model looked laid over it, as a PNG file's bytes.
import sharp from 'sharp';
import { heatPixels } from '../../shared/domain/heat.ts';
import { decodeRaster } from './decode.ts';

/**
 * @param bytes an image file
 * @param heat `[side,side]` values 0 to 255 that cover all of it
 * @throws ImageProblem where the image cannot be decoded
 */
export async function heatPicture(
  bytes: Uint8Array,
  heat: { readonly side: number; readonly values: readonly number[] },
): Promise<Uint8Array> {
  const { data, width, height, channels } = await decodeRaster(bytes);
  const { side, values } = heat;
  const overlay = await sharp(heatPixels(values), { raw: { width: side, height: side, channels: 4 } })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .png()
    .toBuffer();
  return sharp(data, { raw: { width, height, channels } })
    .toColourspace('srgb')
    .composite([{ input: overlay }])
    .png()
    .toBuffer();
}
