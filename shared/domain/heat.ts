// A map of attention as pixels: clear where nothing spoke, warm where much did.

/** What speaks less than this share of the most does not cover the image. */
const CLEAR = 0.3;

/** Values 0 to 255 as RGBA, four bytes for each: from clear over yellow to red. */
export function heatPixels(values: readonly number[]): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (const [index, value] of values.entries()) {
    const heat = Math.max(0, (value / 255 - CLEAR) / (1 - CLEAR));
    pixels.set([255, 225 * (1 - heat), 40 * (1 - heat), 180 * heat], index * 4);
  }
  return pixels;
}
