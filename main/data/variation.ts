// One random variation of an image, drawn once: where each output pixel comes from, and what each grey value becomes.
import type { Augmentation, Preprocessing } from '../../shared/domain/images.ts';
import type { Random } from '../../shared/domain/random.ts';

type Size = Pick<Preprocessing, 'width' | 'height'>;

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

/** What a warp is made of: mirrored or not (−1 or 1), quarter turns, degrees, a factor, and pixels. */
interface Motion {
  readonly mirrorX: number;
  readonly mirrorY: number;
  readonly turns: number;
  readonly rotation: number;
  readonly zoom: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

const still: Motion = { mirrorX: 1, mirrorY: 1, turns: 0, rotation: 0, zoom: 1, shiftX: 0, shiftY: 0 };

/** Draws the geometric part. */
export function drawWarp(augmentation: Augmentation, size: Size, stream: Random): Warp {
  const mirrorX = augmentation.flipHorizontal && stream.chance(0.5) ? -1 : 1;
  const mirrorY = augmentation.flipVertical && stream.chance(0.5) ? -1 : 1;
  const turns = augmentation.quarterTurns ? stream.integer(4) : 0;
  const rotation = amount(augmentation.rotation, stream);
  const zoom = factor(augmentation.scale, stream);
  const exact = isExact(augmentation, size, turns);
  const whole = (value: number): number => (exact ? Math.round(value) : value);
  const shiftX = whole(amount(augmentation.shift, stream) * size.width);
  const shiftY = whole(amount(augmentation.shift, stream) * size.height);
  return warpOf({ mirrorX, mirrorY, turns, rotation, zoom, shiftX, shiftY }, size, exact);
}

function isExact({ rotation, scale }: Augmentation, { width, height }: Size, turns: number): boolean {
  return rotation === 0 && scale === 0 && (width === height || turns % 2 === 0);
}

function warpOf(
  { mirrorX, mirrorY, turns, rotation, zoom, shiftX, shiftY }: Motion,
  { width, height }: Size,
  exact: boolean,
): Warp {
  const angle = (rotation * Math.PI) / 180;
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

/**
 * Every different warp of an augmentation of flips and quarter turns alone, at most eight of them; undefined where it varies
 * in anything else, so that hardly any two of its images are alike.
 */
export function discreteWarps(augmentation: Augmentation, size: Size): readonly Warp[] | undefined {
  const { flipHorizontal, flipVertical, quarterTurns, ...strengths } = augmentation;
  const isDiscrete = Object.values(strengths).every((strength) => strength === 0);
  if (!isDiscrete || (quarterTurns && size.width !== size.height)) return undefined;
  const mirrors = (may: boolean) => (may ? [1, -1] : [1]);
  const warps = mirrors(flipHorizontal).flatMap((mirrorX) =>
    mirrors(flipVertical).flatMap((mirrorY) =>
      (quarterTurns ? [0, 1, 2, 3] : [0]).map((turns) => warpOf({ ...still, mirrorX, mirrorY, turns }, size, true)),
    ),
  );
  return [...new Map(warps.map((warp) => [warpKey(warp), warp])).values()];
}

/** The same for warps that move pixels alike. */
export function warpKey({ xx, xy, yx, yy, x0, y0 }: Warp): string {
  return [xx, xy, yx, yy, x0, y0].join();
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
