// What light and lens make of a field: relief under a lamp, a slope of brightness, a soft focus.
import type { Random } from '../../../shared/domain/random.ts';

/** Seen as a height under light from `angle`: the slope towards it, mixed with the height itself by `share`. */
export function relief(field: Float32Array, size: number, angle: number, share: number): Float32Array<ArrayBuffer> {
  const [towardsX, towardsY] = [Math.cos(angle) * 2, Math.sin(angle) * 2];
  const lit = new Float32Array(field.length);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      const height = field[at] ?? 0;
      const dx = (field[x + 1 < size ? at + 1 : at] ?? 0) - (field[x > 0 ? at - 1 : at] ?? 0);
      const dy = (field[y + 1 < size ? at + size : at] ?? 0) - (field[y > 0 ? at - size : at] ?? 0);
      lit[at] = share * (dx * towardsX + dy * towardsY) + (1 - share) * height;
    }
  }
  return lit;
}

/** Adds a slope, and a brighter or darker middle, of up to `strength`. */
export function slope(field: Float32Array, size: number, strength: number, stream: Random): void {
  const [x0, y0, middle] = [stream.between(-1, 1), stream.between(-1, 1), stream.between(-1, 1)];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [u, v] = [(2 * x) / size - 1, (2 * y) / size - 1];
      const at = y * size + x;
      field[at] = (field[at] ?? 0) + strength * (0.5 * (x0 * u + y0 * v) + 0.4 * middle * (u * u + v * v - 0.7));
    }
  }
}

/** Blurs in place with `(side, 1 − 2 side, side)`, rows then columns; edges are repeated. */
export function box(field: Float32Array, size: number, side: number): void {
  for (const [step, line] of [
    [1, size],
    [size, 1],
  ] as const) {
    for (let first = 0; first < size; first++) {
      let before = field[first * line] ?? 0;
      for (let i = 0; i < size; i++) {
        const at = first * line + i * step;
        const value = field[at] ?? 0;
        const after = i + 1 < size ? (field[at + step] ?? 0) : value;
        field[at] = (1 - 2 * side) * value + side * (before + after);
        before = value;
      }
    }
  }
}
