// A surface in space, seen from the side: its cells as polygons, the farthest first.
import { type BandScale, bandOf, type Grid } from './bands.ts';

export interface View {
  /** Round the vertical axis, degrees. */
  readonly azimuth: number;
  /** Above the horizon, degrees: 90 is from above. */
  readonly elevation: number;
  readonly zoom: number;
}

export interface Facet {
  /** For SVG's polygon, in a picture from −1 to 1 across at zoom 1. */
  readonly points: string;
  readonly band: number;
  readonly key: string;
}

export const startView: View = { azimuth: 35, elevation: 35, zoom: 1 };
/** Height of the scale, where the grid's sides are 1. */
const HEIGHT = 0.7;
/** So that any turn of it fits into the picture. */
const SIZE = 1.15;

/** Turned and moved as far as makes sense. */
export function turned(view: View, change: { azimuth?: number; elevation?: number; zoom?: number }): View {
  const { azimuth = 0, elevation = 0, zoom = 1 } = change;
  return {
    azimuth: (((view.azimuth + azimuth) % 360) + 360) % 360,
    elevation: Math.min(90, Math.max(5, view.elevation + elevation)),
    zoom: Math.min(3, Math.max(0.5, view.zoom * zoom)),
  };
}

interface Seen {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

/** x and y from −½ to ½, z from 0 to 1. Parallel projection: equal heights look equal anywhere. */
export function project({ azimuth, elevation, zoom }: View, x: number, y: number, z: number): Seen {
  const [turn, tilt] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  const across = x * Math.cos(turn) - y * Math.sin(turn);
  const away = x * Math.sin(turn) + y * Math.cos(turn);
  const up = (z - 0.5) * HEIGHT;
  return {
    x: SIZE * zoom * across,
    y: -SIZE * zoom * (up * Math.cos(tilt) + away * Math.sin(tilt)),
    depth: away * Math.cos(tilt) - up * Math.sin(tilt),
  };
}

/** The cells of a grid; those with a gap at a corner are left out. */
export function facetsOf(grid: Grid, scale: BandScale, view: View): Facet[] {
  const { low, high } = scale;
  const side = Math.max(1, grid.length - 1);
  const height = (value: number) => (Math.min(high, Math.max(low, value)) - low) / (high - low);
  const seen = grid.map((row, y) =>
    row.map((value, x) =>
      value === null ? null : { value, ...project(view, x / side - 0.5, y / side - 0.5, height(value)) },
    ),
  );
  const cells = seen.slice(1).flatMap((_, y) =>
    (seen[y] ?? []).slice(1).flatMap((__, x) => {
      const corners = [seen[y]?.[x], seen[y]?.[x + 1], seen[y + 1]?.[x + 1], seen[y + 1]?.[x]].flatMap(
        (corner) => corner ?? [],
      );
      if (corners.length < 4) return [];
      const mean = (pick: (corner: (typeof corners)[number]) => number) =>
        corners.reduce((sum, corner) => sum + pick(corner), 0) / 4;
      const points = corners.map((corner) => `${corner.x.toFixed(4)},${corner.y.toFixed(4)}`).join(' ');
      return [
        {
          points,
          band: bandOf(
            scale,
            mean(({ value }) => value),
          ),
          depth: mean(({ depth }) => depth),
          key: `${x}/${y}`,
        },
      ];
    }),
  );
  return cells.toSorted((a, b) => b.depth - a.depth);
}
