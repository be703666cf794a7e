// Regular and cellular patterns as fields `[size · size]`, about −1 to 1: gratings, weaves, turning marks, grains, labyrinths.
import type { Random } from '../../../shared/domain/random.ts';
import { noiseField, type View, valueNoise } from './noise.ts';

/** Fills a field from a function of the pixel. */
export function fill(size: number, value: (x: number, y: number) => number): Float32Array {
  const field = new Float32Array(size * size);
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) field[y * size + x] = value(x, y);
  return field;
}

export type Wave = 'sine' | 'square' | 'saw';

function wave(kind: Wave, phase: number): number {
  const sine = Math.sin(2 * Math.PI * phase);
  if (kind === 'sine') return sine;
  return kind === 'square' ? Math.tanh(5 * sine) : 2 * (phase - Math.floor(phase)) - 1;
}

export interface Grating {
  readonly view: View;
  readonly wave: Wave;
  /** Weight of a second grating across the first. */
  readonly crossed: number;
  /** Periods the lines wander. */
  readonly wander: number;
}

/** Lines, or a grid, at a pitch of 1 unit of the view. */
export function grating(size: number, { view, wave: kind, crossed, wander }: Grating): Float32Array {
  const [cos, sin] = [Math.cos(view.angle), Math.sin(view.angle)];
  return fill(size, (x, y) => {
    const u = (cos * x + sin * y) * view.along + view.shiftX;
    const v = (cos * y - sin * x) * view.across + view.shiftY;
    const bend = wander ? wander * valueNoise(u * 0.4, v * 0.4) : 0;
    return (wave(kind, u + bend) + crossed * wave(kind, v - bend)) / (1 + crossed);
  });
}

/** Threads over and under: `run` threads are passed over at a time (1 plain weave, 2 or 3 twill). */
export function weave(size: number, view: View, run: number, roundness: number): Float32Array {
  const [cos, sin] = [Math.cos(view.angle), Math.sin(view.angle)];
  return fill(size, (x, y) => {
    const u = (cos * x + sin * y) * view.along + view.shiftX;
    const v = (cos * y - sin * x) * view.across + view.shiftY;
    const [column, row] = [Math.floor(u), Math.floor(v)];
    const over = (((column + row) % (2 * run)) + 2 * run) % (2 * run) < run;
    const place = over ? u - column : v - row;
    return (over ? 0.3 : -0.3) + 0.7 * (Math.sin(Math.PI * place) ** roundness * 2 - 1);
  });
}

/** Rings about a centre that may lie outside: marks of turning, or of water. */
export function rings(size: number, pitch: number, wander: number, kind: Wave, stream: Random): Float32Array {
  const [centreX, centreY] = [stream.between(-0.6, 1.6) * size, stream.between(-0.6, 1.6) * size];
  const phase = stream.float();
  return fill(size, (x, y) => {
    const radius = Math.hypot(x - centreX, y - centreY) / pitch;
    return wave(kind, radius + phase + wander * valueNoise(radius * 0.7, phase * 99));
  });
}

export interface Cells {
  readonly view: View;
  /** How far a cell's point strays from the middle, 0 to 1. */
  readonly jitter: number;
  /** Weights of the distance to the nearest point, of the borders, and of a grey level per cell. */
  readonly domes: number;
  readonly borders: number;
  readonly levels: number;
}

/** Cells around scattered points (Worley 1996): grain, scale, tiles. One unit of the view is one cell. */
export function cells(size: number, { view, jitter, domes, borders, levels }: Cells, seed: number): Float32Array {
  const [cos, sin] = [Math.cos(view.angle), Math.sin(view.angle)];
  const total = domes + borders + levels;
  return fill(size, (x, y) => {
    const u = (cos * x + sin * y) * view.along + view.shiftX;
    const v = (cos * y - sin * x) * view.across + view.shiftY;
    const [column, row] = [Math.floor(u), Math.floor(v)];
    let [first, second, level] = [9, 9, 0];
    for (let i = column - 1; i <= column + 1; i++) {
      for (let j = row - 1; j <= row + 1; j++) {
        const pointX = i + 0.5 + 0.5 * jitter * valueNoise(i * 7 + seed, j * 7);
        const pointY = j + 0.5 + 0.5 * jitter * valueNoise(i * 7, j * 7 + 91 + seed);
        const distance = Math.hypot(u - pointX, v - pointY);
        if (distance < first) {
          second = first;
          first = distance;
          level = valueNoise(i * 5 + 13, j * 5 + seed);
        } else if (distance < second) second = distance;
      }
    }
    const border = Math.min(1, (second - first) * 4) * 2 - 1;
    return (domes * (1 - 2.4 * first) + borders * border + levels * level) / total;
  });
}

/** Islands or a labyrinth: a band of noise, pushed to two levels. */
export function islands(size: number, view: View, threshold: number, sharpness: number): Float32Array {
  const field = noiseField(size, { view, octaves: 2, gain: 0.4, fold: 'smooth' });
  return field.map((value) => Math.tanh(sharpness * (value - threshold)));
}
