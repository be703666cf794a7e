// Fractals of iterated function systems (Barnsley 1988; FractalDB, Kataoka et al. 2020): density of the chaos game.
import type { Random } from '../../../shared/domain/random.ts';

/** x' = a x + b y + e, y' = c x + d y + f, taken with a probability. */
export interface AffineMap {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
  readonly weight: number;
}

/** Two to seven contracting maps, weighted by their area as in FractalDB. */
export function drawSystem(stream: Random): AffineMap[] {
  const maps = Array.from({ length: 2 + stream.integer(6) }, () => {
    const [turn, second] = [stream.between(0, 2 * Math.PI), stream.between(0, 2 * Math.PI)];
    const [long, short] = [stream.between(0.35, 0.85), stream.between(0.1, 0.75)];
    const mirror = stream.chance(0.5) ? -1 : 1;
    // Turn, scale by the singular values, turn back, perhaps mirrored: always contracting.
    const [p, q, r, s] = [Math.cos(turn), Math.sin(turn), Math.cos(second), Math.sin(second)];
    const a = p * long * r - mirror * q * short * s;
    const b = -p * long * s - mirror * q * short * r;
    const c = q * long * r + mirror * p * short * s;
    const d = -q * long * s + mirror * p * short * r;
    return { a, b, c, d, e: stream.between(-1, 1), f: stream.between(-1, 1), weight: Math.abs(a * d - b * c) + 0.03 };
  });
  const total = maps.reduce((sum, { weight }) => sum + weight, 0);
  return maps.map((map) => ({ ...map, weight: map.weight / total }));
}

/** The system with every coefficient moved a little: another instance of the same class. */
export function varySystem(maps: readonly AffineMap[], strength: number, stream: Random): AffineMap[] {
  const moved = (value: number) => value + strength * stream.between(-1, 1);
  return maps.map(({ a, b, c, d, e, f, weight }) => ({
    a: moved(a),
    b: moved(b),
    c: moved(c),
    d: moved(d),
    e: moved(e),
    f: moved(f),
    weight,
  }));
}

/** Log density of `points` points as a field `[size · size]`, −1 where none fell, up to 1. */
export function fractalField(size: number, maps: readonly AffineMap[], points: number, stream: Random): Float32Array {
  const xs = new Float32Array(points);
  const ys = new Float32Array(points);
  let [x, y] = [0, 0];
  let [left, right, top, bottom] = [9, -9, 9, -9];
  for (let i = -30; i < points; i++) {
    let draw = stream.float();
    const map = maps.find(({ weight }) => {
      draw -= weight;
      return draw < 0;
    });
    if (map) [x, y] = [map.a * x + map.b * y + map.e, map.c * x + map.d * y + map.f];
    if (Math.abs(x) + Math.abs(y) > 50) [x, y] = [0, 0];
    if (i < 0) continue;
    xs[i] = x;
    ys[i] = y;
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  const scale = (size - 1) / Math.max(1e-3, right - left, bottom - top);
  const field = new Float32Array(size * size);
  for (let i = 0; i < points; i++) {
    const column = Math.round(((xs[i] ?? 0) - (left + right) / 2) * scale + (size - 1) / 2);
    const row = Math.round(((ys[i] ?? 0) - (top + bottom) / 2) * scale + (size - 1) / 2);
    const at = row * size + column;
    field[at] = (field[at] ?? 0) + 1;
  }
  return field.map((count) => Math.min(1, Math.log1p(count) / 1.5 - 1));
}
