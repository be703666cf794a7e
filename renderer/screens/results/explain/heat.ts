// A map of attention as pixels: clear where nothing spoke, warm where much did.

/** Values 0 to 255 as RGBA, four bytes for each: from clear over yellow to red. */
export function heatPixels(values: readonly number[]): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (const [index, value] of values.entries()) {
    const heat = value / 255;
    pixels.set([255, 225 * (1 - heat), 40 * (1 - heat), 190 * Math.min(1, heat * 1.3)], index * 4);
  }
  return pixels;
}
