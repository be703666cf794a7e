// Marks drawn into a field: lines, cracks, spots and flakes, each as a soft stroke that adds to what is there.
import type { Random } from '../../../shared/domain/random.ts';
import { valueNoise } from './noise.ts';

export interface Canvas {
  readonly size: number;
  /** `[size · size]`; marks add up to about 1 per mark. */
  readonly field: Float32Array;
}

export function canvas(size: number): Canvas {
  return { size, field: new Float32Array(size * size) };
}

/** A straight stroke from (x0, y0) to (x1, y1) with soft sides; `depth` is its height, `taper` thins the ends. */
export function stroke(
  { size, field }: Canvas,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  width: number,
  depth: number,
  taper: boolean,
): void {
  const reach = width * 1.5 + 1;
  const [dx, dy] = [x1 - x0, y1 - y0];
  const square = Math.max(1e-6, dx * dx + dy * dy);
  const [left, right] = [
    Math.max(0, Math.floor(Math.min(x0, x1) - reach)),
    Math.min(size - 1, Math.max(x0, x1) + reach),
  ];
  const [top, bottom] = [
    Math.max(0, Math.floor(Math.min(y0, y1) - reach)),
    Math.min(size - 1, Math.max(y0, y1) + reach),
  ];
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / square));
      const away = Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
      const half = taper ? width * (0.25 + 3 * along * (1 - along)) : width;
      const height = Math.exp(-((away / (0.6 * half + 0.2)) ** 2));
      const at = y * size + x;
      const before = field[at] ?? 0;
      // Strokes of one polarity do not pile up where they cross.
      field[at] = depth > 0 ? Math.max(before, depth * height) : Math.min(before, depth * height);
    }
  }
}

/** A crack: a walk that turns by `wander` radians a step, thins out and may fork. */
export function crack(
  target: Canvas,
  start: { readonly x: number; readonly y: number; readonly heading: number; readonly width: number },
  shape: { readonly wander: number; readonly forks: number; readonly length: number; readonly depth: number },
  stream: Random,
): void {
  let { x, y, heading, width } = start;
  const step = target.size / 20;
  for (let walked = 0; walked < shape.length && width > 0.15; walked += step) {
    heading += shape.wander * stream.gaussian();
    const [nextX, nextY] = [x + step * Math.cos(heading), y + step * Math.sin(heading)];
    stroke(target, [x, y, nextX, nextY], width, shape.depth, false);
    [x, y] = [nextX, nextY];
    width *= 0.96;
    if (stream.chance(shape.forks)) {
      const side = stream.chance(0.5) ? 0.8 : -0.8;
      const rest = { ...shape, length: (shape.length - walked) * 0.6, forks: shape.forks * 0.5 };
      crack(target, { x, y, heading: heading + side, width: width * 0.7 }, rest, stream);
    }
  }
}

export interface Spot {
  readonly radius: number;
  /** Length over width. */
  readonly stretch: number;
  readonly angle: number;
  readonly depth: number;
  /** How ragged the outline is, share of the radius. */
  readonly ragged: number;
  /** How soft the edge is, share of the radius. */
  readonly softness: number;
  /** Height of a rim around it, share of the depth; against the depth where negative. */
  readonly rim: number;
}

/** A spot with an irregular outline at (x, y): pit, inclusion, drop, flake. */
export function spot({ size, field }: Canvas, x: number, y: number, shape: Spot, seed: number): void {
  const [cos, sin] = [Math.cos(shape.angle), Math.sin(shape.angle)];
  const reach = Math.ceil(shape.radius * shape.stretch * (1.3 + shape.ragged) + 1);
  const [left, right] = [Math.max(0, Math.floor(x - reach)), Math.min(size - 1, x + reach)];
  const [top, bottom] = [Math.max(0, Math.floor(y - reach)), Math.min(size - 1, y + reach)];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const u = (cos * (column - x) + sin * (row - y)) / (shape.radius * shape.stretch);
      const v = (cos * (row - y) - sin * (column - x)) / shape.radius;
      const rough = shape.ragged ? shape.ragged * valueNoise(u * 2.5 + seed, v * 2.5 + seed * 3) : 0;
      const distance = Math.hypot(u, v) + rough;
      const inside = Math.min(1, Math.max(0, (1 - distance) / shape.softness + 0.5));
      const rim = shape.rim ? shape.rim * Math.exp(-(((distance - 1) / 0.25) ** 2)) : 0;
      const at = row * size + column;
      field[at] = (field[at] ?? 0) + shape.depth * (inside + rim);
    }
  }
}
