// One random variation of an image, drawn once: where each output pixel comes from, and what each grey value becomes.
import type { Augmentation, Preprocessing } from '../../shared/domain/images.ts';
import type { Random } from '../../shared/domain/random.ts';

/** Source position = `(xx, xy, yx, yy) · output position + (x0, y0)`, both in pixels, pixel centres at integers. */
export interface Warp {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  readonly x0: number;
  readonly y0: number;
  /** Every output pixel is exactly one source pixel: flips, quarter turns and whole-pixel shifts only. */
  readonly exact: boolean;
}

/** A factor between 1 / (1 + strength) and 1 + strength, evenly spread on a logarithmic scale. */
function factor(strength: number, stream: Random): number {
  return strength === 0 ? 1 : Math.exp(stream.between(-1, 1) * Math.log1p(strength));
}

function amount(strength: number, stream: Random): number {
  return strength === 0 ? 0 : stream.between(-strength, strength);
}

/** Draws the geometric part. */
export function drawWarp(augmentation: Augmentation, { width, height }: Preprocessing, stream: Random): Warp {
  const mirrorX = augmentation.flipHorizontal && stream.chance(0.5) ? -1 : 1;
  const mirrorY = augmentation.flipVertical && stream.chance(0.5) ? -1 : 1;
  const turns = augmentation.quarterTurns ? stream.integer(4) : 0;
  const angle = (amount(augmentation.rotation, stream) * Math.PI) / 180;
  const zoom = factor(augmentation.scale, stream);
  const exact = augmentation.rotation === 0 && augmentation.scale === 0 && (width === height || turns % 2 === 0);
  const whole = (value: number): number => (exact ? Math.round(value) : value);
  const shiftX = whole(amount(augmentation.shift, stream) * width);
  const shiftY = whole(amount(augmentation.shift, stream) * height);
  // Quarter turns as exact integers; on a rectangle they also stretch, as the resize did.
  const cosine = [1, 0, -1, 0][turns] ?? 1;
  const sine = [0, 1, 0, -1][turns] ?? 0;
  const a = (mirrorX * cosine) / zoom;
  const b = (-mirrorX * sine * (width / height)) / zoom;
  const c = (mirrorY * sine * (height / width)) / zoom;
  const d = (mirrorY * cosine) / zoom;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [xx, xy, yx, yy] = [a * cos + b * sin, b * cos - a * sin, c * cos + d * sin, d * cos - c * sin];
  // The centre stays where it is, then moves by the shift.
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const x0 = centreX - xx * (centreX + shiftX) - xy * (centreY + shiftY);
  const y0 = centreY - yx * (centreX + shiftX) - yy * (centreY + shiftY);
  return { xx, xy, yx, yy, x0, y0, exact };
}

/** Draws brightness, contrast and gamma, and fills one table of normalised values per channel (`3 × 256`). */
export function drawTable(
  augmentation: Augmentation,
  { mean, std }: Preprocessing,
  stream: Random,
  table: Float32Array,
): void {
  const gamma = factor(augmentation.gamma, stream);
  const contrast = factor(augmentation.contrast, stream);
  const brightness = amount(augmentation.brightness, stream);
  for (let value = 0; value < 256; value++) {
    const bent = gamma === 1 ? value / 255 : (value / 255) ** gamma;
    const level = Math.min(1, Math.max(0, (bent - 0.5) * contrast + 0.5 + brightness));
    table[value] = (level - mean[0]) / std[0];
    table[256 + value] = (level - mean[1]) / std[1];
    table[512 + value] = (level - mean[2]) / std[2];
  }
}
