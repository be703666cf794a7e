// Pixels as a file that any program shows without loss.
import sharp from 'sharp';

/** PNG of RGB bytes `[H,W,3]`. */
export async function encodePng(pixels: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
