// Families of surface defects, laid over a texture: scratches, cracks, pits, inclusions, patches, scale, stains, networks.
import type { Random } from '../../../shared/domain/random.ts';
import { canvas, crack, spot, stroke } from './marks.ts';
import { noiseField } from './noise.ts';
import { cells } from './patterns.ts';
import { logarithmic, type Painter, pick } from './textures.ts';

type Family = (stream: Random) => Painter;

const polarity = (stream: Random): number => (stream.chance(0.6) ? -1 : 1);

function scratches(stream: Random): Painter {
  const [count, width, depth] = [1 + stream.integer(4), logarithmic(0.5, 2.5, stream), polarity(stream)];
  const [angle, spread] = [stream.between(0, Math.PI), stream.chance(0.5) ? 0.1 : 1.5];
  const [length, lit] = [stream.between(0.35, 1.2), stream.chance(0.4)];
  return (size, instance) => {
    const target = canvas(size);
    for (let i = 0; i < count; i++) {
      const heading = angle + spread * instance.gaussian();
      const half = (size * length * instance.between(0.7, 1.3)) / 2;
      const [x, y] = [instance.between(0.2, 0.8) * size, instance.between(0.2, 0.8) * size];
      const [dx, dy] = [half * Math.cos(heading), half * Math.sin(heading)];
      stroke(target, [x - dx, y - dy, x + dx, y + dy], width, depth, true);
      // The raised side catches the light.
      const side = width * 1.6 + 0.5;
      const [sx, sy] = [-Math.sin(heading) * side, Math.cos(heading) * side];
      if (lit) stroke(target, [x - dx + sx, y - dy + sy, x + dx + sx, y + dy + sy], width * 0.7, -0.6 * depth, true);
    }
    return target.field;
  };
}

function cracks(stream: Random): Painter {
  const [count, width] = [1 + stream.integer(3), logarithmic(0.6, 2, stream)];
  const shape = { wander: stream.between(0.15, 0.7), forks: stream.between(0, 0.15), depth: polarity(stream) };
  const length = stream.between(0.5, 1.6);
  return (size, instance) => {
    const target = canvas(size);
    for (let i = 0; i < count; i++) {
      const [x, y] = [instance.between(0.1, 0.9) * size, instance.between(0.1, 0.9) * size];
      const start = { x, y, heading: instance.between(0, 2 * Math.PI), width };
      crack(target, start, { ...shape, length: length * size }, instance);
    }
    return target.field;
  };
}

/** Spots of one kind, few or many, all pointing one way where they are long: pits, pores, inclusions, drops, dust. */
function spots(stretch: readonly [number, number], radius: readonly [number, number]): Family {
  return (stream) => {
    const size0 = logarithmic(...radius, stream);
    const long = logarithmic(...stretch, stream);
    const covered = logarithmic(0.01, 0.14, stream);
    const shape = {
      depth: polarity(stream),
      ragged: stream.between(0, 0.9),
      softness: stream.between(0.2, 1),
      rim: stream.chance(0.4) ? stream.between(-0.8, 0.4) : 0,
    };
    const angle = stream.between(0, Math.PI);
    const clustered = stream.chance(0.35);
    return (size, instance) => {
      const target = canvas(size);
      const area = Math.PI * size0 * size0 * long;
      const count = Math.min(150, Math.max(1, Math.round((covered * size * size * instance.between(0.6, 1.4)) / area)));
      const [centreX, centreY] = [instance.between(0.25, 0.75) * size, instance.between(0.25, 0.75) * size];
      for (let i = 0; i < count; i++) {
        const place = (centre: number) =>
          clustered ? centre + 0.16 * size * instance.gaussian() : instance.between(0, size);
        const own = { radius: size0 * logarithmic(0.6, 1.6, instance), stretch: long };
        const turn = long > 1.5 ? angle + 0.1 * instance.gaussian() : instance.between(0, Math.PI);
        const [x, y] = [place(centreX), place(centreY)];
        spot(target, x, y, { ...shape, ...own, angle: turn }, instance.between(0, 256));
      }
      return target.field;
    };
  };
}

/** Where noise passes a threshold: patches of another tone, flakes of scale, rolled-in dirt. */
function thresholded(pitch: readonly [number, number], stretch: number): Family {
  return (stream) => {
    const [unit, ratio] = [logarithmic(...pitch, stream), logarithmic(1, stretch, stream)];
    const [octaves, gain] = [1 + stream.integer(4), stream.between(0.4, 0.8)];
    const [threshold, edge, depth] = [stream.between(0, 0.3), logarithmic(0.02, 0.3, stream), polarity(stream)];
    const outlined = stream.chance(0.3);
    const angle = stream.between(0, Math.PI);
    return (size, instance) => {
      const scale = logarithmic(0.85, 1.18, instance);
      const view = {
        angle: angle + instance.between(-0.15, 0.15),
        along: scale / (unit * ratio),
        across: scale / unit,
        shiftX: instance.between(0, 256),
        shiftY: instance.between(0, 256),
      };
      const field = noiseField(size, { view, octaves, gain, fold: 'smooth' });
      return field.map((value) => {
        const step = Math.min(1, Math.max(0, (value - threshold) / edge + 0.5));
        return depth * (outlined ? 4 * step * (1 - step) : step);
      });
    };
  };
}

/** A net of fine lines, here and there faded: crazing, dried film. */
function network(stream: Random): Painter {
  const [unit, ratio, faded] = [logarithmic(5, 20, stream), logarithmic(1, 3, stream), stream.between(-0.6, 0.6)];
  const [thickness, depth, angle] = [stream.between(0.15, 0.6), polarity(stream), stream.between(0, Math.PI)];
  return (size, instance) => {
    const [shiftX, shiftY] = [instance.between(0, 256), instance.between(0, 256)];
    const view = {
      angle: angle + instance.between(-0.15, 0.15),
      along: 1 / (unit * ratio),
      across: 1 / unit,
      shiftX,
      shiftY,
    };
    const net = cells(size, { view, jitter: 1, domes: 0, borders: 1, levels: 0 }, instance.integer(1000));
    const where = noiseField(size, { view: { ...view, angle: 0 }, octaves: 2, gain: 0.5, fold: 'smooth' });
    return net.map((value, at) => {
      const line = Math.max(0, 1 - (value + 1) / (2 * thickness));
      return depth * line * Math.min(1, Math.max(0, (where[at] ?? 0) * 3 + 0.5 + faded));
    });
  };
}

const families: readonly [Family, ...Family[]] = [
  scratches,
  cracks,
  spots([1, 1.3], [0.7, 3]),
  spots([1, 2], [3, 12]),
  spots([2.5, 9], [0.7, 4]),
  thresholded([14, 45], 2.5),
  thresholded([3, 14], 6),
  network,
];

/** Draws the constants of one class of defect. */
export function drawDefect(stream: Random): Painter {
  return pick(families, stream)(stream);
}
