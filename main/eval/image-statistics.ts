// Four figures of a picture that change when light, lens or camera change.
import type { ImageMeasure } from '../../shared/domain/reference.ts';

/** Rec. 601 weights of red, green and blue. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/**
 * Of RGB bytes `[H,W,3]`: brightness (mean grey level), contrast (its deviation), sharpness (mean absolute Laplacian) and
 * colour (mean distance of red from blue), all in grey levels.
 */
export function imageStatistics(pixels: Uint8Array, width: number, height: number): Record<ImageMeasure, number> {
  const count = width * height;
  const grey = new Float32Array(count);
  let [sum, colour] = [0, 0];
  for (let at = 0; at < count; at++) {
    const [red, green, blue] = [pixels[at * 3] ?? 0, pixels[at * 3 + 1] ?? 0, pixels[at * 3 + 2] ?? 0];
    const level = RED * red + GREEN * green + BLUE * blue;
    grey[at] = level;
    sum += level;
    colour += red - blue;
  }
  const brightness = sum / count;
  let squares = 0;
  for (const level of grey) squares += (level - brightness) ** 2;
  return {
    brightness,
    contrast: Math.sqrt(squares / count),
    sharpness: meanLaplacian(grey, width, height),
    colour: colour / count,
  };
}

function meanLaplacian(grey: Float32Array, width: number, height: number): number {
  let [sum, count] = [0, 0];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const around = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - width] ?? 0) + (grey[at + width] ?? 0);
      sum += Math.abs(4 * (grey[at] ?? 0) - around);
      count++;
    }
  }
  return count > 0 ? sum / count : 0;
}
