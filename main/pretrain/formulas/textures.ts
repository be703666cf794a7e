// Families of surface textures. A family draws the constants of one class; what it returns draws instances of that class.
import type { Random } from '../../../shared/domain/random.ts';
import { drawSystem, fractalField, varySystem } from './fractal.ts';
import { canvas, stroke } from './marks.ts';
import { type Noise, noiseField, type View } from './noise.ts';
import { cells, grating, islands, rings, type Wave, weave } from './patterns.ts';

/** Draws one instance as a field `[size · size]`, about −1 to 1. Lengths are in pixels, whatever the size. */
export type Painter = (size: number, stream: Random) => Float32Array;

/** Evenly spread on a logarithmic scale. */
export function logarithmic(low: number, high: number, stream: Random): number {
  return low * (high / low) ** stream.float();
}

export function pick<T>(items: readonly [T, ...T[]], stream: Random): T {
  return items[stream.integer(items.length)] ?? items[0];
}

/** A drawn pitch (pixels per unit) and stretch; instances lie anywhere, turned and scaled a little. */
function viewOf(stream: Random, pitch: readonly [number, number], stretch: number): (instance: Random) => View {
  const unit = logarithmic(...pitch, stream);
  const ratio = stream.chance(0.4) ? 1 : logarithmic(1, stretch, stream);
  const angle = stream.between(0, Math.PI);
  const freedom = stream.chance(0.3) ? Math.PI : 0.12;
  return (instance) => {
    const scale = logarithmic(0.87, 1.15, instance);
    return {
      angle: angle + instance.between(-freedom, freedom),
      along: scale / (unit * Math.sqrt(ratio) * Math.sqrt(ratio)),
      across: scale / unit,
      shiftX: instance.between(0, 256),
      shiftY: instance.between(0, 256),
    };
  };
}

const waves: readonly [Wave, ...Wave[]] = ['sine', 'square', 'saw'];
const folds: readonly [Noise['fold'], ...Noise['fold'][]] = ['smooth', 'smooth', 'ridged', 'billow'];

function clouds(stream: Random): Painter {
  const view = viewOf(stream, [2.5, 40], 5);
  const [octaves, gain, fold] = [1 + stream.integer(5), stream.between(0.3, 0.95), pick(folds, stream)];
  const warp = stream.chance(0.35) ? stream.between(0.3, 2) : 0;
  return (size, instance) => noiseField(size, { view: view(instance), octaves, gain, fold }, warp);
}

/** Brushed, rolled or ground metal: fine streaks, much longer than wide. */
function brushed(stream: Random): Painter {
  const width = logarithmic(1.2, 8, stream);
  const length = width * logarithmic(10, 80, stream);
  const [gain, octaves] = [stream.between(0.4, 0.9), 1 + stream.integer(3)];
  const angle = stream.between(0, Math.PI);
  return (size, instance) => {
    const scale = logarithmic(0.87, 1.15, instance);
    const [shiftX, shiftY] = [instance.between(0, 256), instance.between(0, 256)];
    const turned = angle + instance.between(-0.08, 0.08);
    const view = { angle: turned, along: scale / length, across: scale / width, shiftX, shiftY };
    return noiseField(size, { view, octaves, gain, fold: 'smooth' });
  };
}

function grains(stream: Random): Painter {
  const view = viewOf(stream, [4, 26], 4);
  const weights = { domes: stream.float(), borders: stream.float(), levels: stream.float() };
  const jitter = stream.between(0.2, 1);
  return (size, instance) => cells(size, { view: view(instance), jitter, ...weights }, instance.integer(1000));
}

function lines(stream: Random): Painter {
  const view = viewOf(stream, [3, 22], 2);
  const [kind, wander] = [pick(waves, stream), stream.chance(0.5) ? 0 : stream.between(0.1, 0.8)];
  const crossed = stream.chance(0.5) ? 0 : stream.between(0.3, 1);
  return (size, instance) => grating(size, { view: view(instance), wave: kind, crossed, wander });
}

function cloth(stream: Random): Painter {
  const view = viewOf(stream, [3, 12], 2);
  const [run, roundness] = [1 + stream.integer(3), stream.between(0.3, 1.5)];
  return (size, instance) => weave(size, view(instance), run, roundness);
}

function turned(stream: Random): Painter {
  const pitch = logarithmic(2.5, 14, stream);
  const [kind, wander] = [pick(waves, stream), stream.between(0, 1.5)];
  return (size, instance) => rings(size, pitch * logarithmic(0.87, 1.15, instance), wander, kind, instance);
}

function blotches(stream: Random): Painter {
  const view = viewOf(stream, [4, 24], 5);
  const [threshold, sharpness] = [stream.between(-0.35, 0.35), logarithmic(2, 20, stream)];
  return (size, instance) => islands(size, view(instance), threshold, sharpness);
}

/** Many short strokes, along a direction or every way: fibres, grinding, hair lines. */
function fibres(stream: Random): Painter {
  const [angle, spread] = [stream.between(0, Math.PI), logarithmic(0.05, 3, stream)];
  const [width, length] = [logarithmic(0.5, 2.5, stream), logarithmic(5, 50, stream)];
  const [density, polarity] = [logarithmic(0.003, 0.02, stream), stream.float()];
  return (size, instance) => {
    const target = canvas(size);
    const count = Math.round((density * size * size * 8) / length);
    for (let i = 0; i < count; i++) {
      const heading = angle + spread * instance.gaussian();
      const half = (length / 2) * instance.between(0.6, 1.3);
      const [x, y] = [instance.between(0, size), instance.between(0, size)];
      const [dx, dy] = [half * Math.cos(heading), half * Math.sin(heading)];
      const depth = (instance.chance(polarity) ? 1 : -1) * instance.between(0.4, 1);
      stroke(target, [x - dx, y - dy, x + dx, y + dy], width, depth, true);
    }
    return target.field;
  };
}

function fractal(stream: Random): Painter {
  const system = drawSystem(stream);
  const points = Math.round(logarithmic(1500, 6000, stream));
  return (size, instance) => fractalField(size, varySystem(system, 0.05, instance), points, instance);
}

const families: readonly [(stream: Random) => Painter, ...((stream: Random) => Painter)[]] = [
  clouds,
  clouds,
  brushed,
  grains,
  lines,
  cloth,
  turned,
  blotches,
  fibres,
  fractal,
];

/** Draws the constants of one texture class. */
export function drawTexture(stream: Random): Painter {
  return pick(families, stream)(stream);
}
