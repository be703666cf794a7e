// Noise of many spectra: octaves of value noise, stretched, turned, folded or warped.
import { random } from '../../../shared/domain/random.ts';

/** How pixels become places in a field: turned, then so many units per pixel along and across, then moved. */
export interface View {
  /** Radians. */
  readonly angle: number;
  readonly along: number;
  readonly across: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

export interface Noise {
  readonly view: View;
  readonly octaves: number;
  /** Amplitude of an octave relative to the one before, which is twice as coarse. */
  readonly gain: number;
  /** `ridged` gives bright creases, `billow` dark ones. */
  readonly fold: 'smooth' | 'ridged' | 'billow';
}

const period = 256;
const [order, values] = latticeTables();

/** A permutation of 0 … 255 and a number from −1 to 1 for each. */
function latticeTables(): readonly [Int32Array, Float32Array] {
  const stream = random(0, 'noise lattice');
  const permutation = Int32Array.from({ length: period }, (_, index) => index);
  stream.shuffle(permutation);
  return [permutation, Float32Array.from({ length: period }, () => stream.between(-1, 1))];
}

function corner(x: number, y: number): number {
  return values[order[((order[x & 255] ?? 0) + y) & 255] ?? 0] ?? 0;
}

/** Value noise at a place, −1 to 1, smooth; repeats every 256 units. */
export function valueNoise(x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [dx, dy] = [x - left, y - top];
  const [sx, sy] = [dx * dx * (3 - 2 * dx), dy * dy * (3 - 2 * dy)];
  const upper = corner(left, top) * (1 - sx) + corner(left + 1, top) * sx;
  const lower = corner(left, top + 1) * (1 - sx) + corner(left + 1, top + 1) * sx;
  return upper * (1 - sy) + lower * sy;
}

/** Octaves of noise as a field `[size · size]`, about −1 to 1; `warp` bends the places by so many units. */
export function noiseField(size: number, { view, octaves, gain, fold }: Noise, warp = 0): Float32Array {
  const field = new Float32Array(size * size);
  const [cos, sin] = [Math.cos(view.angle), Math.sin(view.angle)];
  let total = 0;
  for (let octave = 0; octave < octaves; octave++) total += gain ** octave;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let u = (cos * x + sin * y) * view.along + view.shiftX;
      let v = (cos * y - sin * x) * view.across + view.shiftY;
      if (warp) {
        const bend = valueNoise(u * 0.5 + 31, v * 0.5);
        v += warp * valueNoise(u * 0.5, v * 0.5 + 57);
        u += warp * bend;
      }
      let sum = 0;
      let amplitude = 1;
      for (let octave = 0; octave < octaves; octave++) {
        const value = valueNoise(u, v);
        if (fold === 'smooth') sum += amplitude * value;
        else sum += amplitude * (fold === 'ridged' ? 1 - 4 * Math.abs(value) : 4 * Math.abs(value) - 1);
        u = u * 2 + 17.3;
        v = v * 2 + 41.7;
        amplitude *= gain;
      }
      field[y * size + x] = sum / total;
    }
  }
  return field;
}
