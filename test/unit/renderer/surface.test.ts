// Surfaces as pictures: bands, contours and facets of grids whose shape is known.
import { describe, expect, it } from 'vitest';
import { bandCount, bandOf, bandScale, type Grid } from '../../../renderer/components/charts/surface/bands.ts';
import { bandPaths } from '../../../renderer/components/charts/surface/contour.ts';
import { facetsOf, project, startView, turned } from '../../../renderer/components/charts/surface/facets.ts';

const axis = [-1, -0.5, 0, 0.5, 1];
const bowl: Grid = axis.map((a) => axis.map((b) => a ** 2 + b ** 2));
const scaleOf = (...grids: Grid[]) => {
  const scale = bandScale(grids);
  if (!scale) throw new Error('no scale');
  return scale;
};

/** Area of an SVG path of closed polygons. */
function areaOf(path: string): number {
  return path
    .split('Z')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const corners = piece
        .slice(1)
        .split('L')
        .map((corner) => corner.split(',').map(Number));
      const twice = corners.reduce((sum, [x = 0, y = 0], index) => {
        const [nextX = 0, nextY = 0] = corners[(index + 1) % corners.length] ?? [];
        return sum + x * nextY - nextX * y;
      }, 0);
      return Math.abs(twice) / 2;
    })
    .reduce((sum, area) => sum + area, 0);
}

describe('the scale of bands', () => {
  it('is one for all surfaces, from the lowest value, with rings of a bowl evenly apart', () => {
    const scale = scaleOf(bowl, [[5, -1]]);
    expect(scale.low).toBe(-1);
    const steps = scale.levels.map((level) => Math.sqrt(level - scale.low));
    const widths = steps.slice(1).map((step, index) => step - (steps[index] ?? 0));
    for (const width of widths) expect(width).toBeCloseTo(widths[0] ?? 0, 10);
  });

  it('cuts off what is far above the rest, and says so', () => {
    const scale = scaleOf([Array.from({ length: 20 }, (_, index) => (index === 19 ? 1000 : index))]);
    expect(scale).toMatchObject({ low: 0, high: 17, isCut: true });
    expect(bandOf(scale, 1000)).toBe(bandCount - 1);
    expect(bandOf(scale, 0)).toBe(0);
    expect(bandOf(scale, scale.levels[3] ?? 0)).toBe(3);
  });

  it('stands for a level place too; without a number there is none', () => {
    expect(scaleOf([[2, 2]])).toMatchObject({ low: 2, high: 4, isCut: false });
    expect(bandScale([[[null]]])).toBeNull();
  });
});

describe('contours', () => {
  it('cover the whole area once', () => {
    const paths = bandPaths(bowl, scaleOf(bowl));
    expect(paths.reduce((sum, path) => sum + areaOf(path), 0)).toBeCloseTo(16, 2);
    expect(paths.every((path) => path !== '')).toBe(true);
  });

  it('divide a slope where it crosses the levels', () => {
    const slope: Grid = [
      [0, 9],
      [0, 9],
    ];
    const scale = { low: 0, high: 9, isCut: false, levels: Array.from({ length: bandCount + 1 }, (_, index) => index) };
    for (const path of bandPaths(slope, scale)) expect(areaOf(path)).toBeCloseTo(1 / 9, 2);
  });

  it('leave cells with a gap empty', () => {
    const holed = bowl.map((row, y) => row.map((value, x) => (x === 0 && y === 0 ? null : value)));
    const area = bandPaths(holed, scaleOf(bowl)).reduce((sum, path) => sum + areaOf(path), 0);
    // Of the cell in the corner no triangle is left: both have that corner.
    expect(area).toBeCloseTo(15, 2);
  });
});

describe('a surface in space', () => {
  it('has a facet for each cell, the farthest first', () => {
    const facets = facetsOf(bowl, scaleOf(bowl), { ...startView, azimuth: 0 });
    expect(facets).toHaveLength(16);
    expect(facets[0]?.key.endsWith('/3')).toBe(true);
    expect(facets.at(-1)?.key.endsWith('/0')).toBe(true);
  });

  it('keeps cells with a zero, and leaves out those with a gap', () => {
    const grid: Grid = [
      [0, 0, 1],
      [0, 0, null],
      [1, 1, 1],
    ];
    expect(
      facetsOf(grid, scaleOf(grid), startView)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(['0/0', '0/1']);
  });

  it('is the plan when seen from above', () => {
    const from = { azimuth: 0, elevation: 90, zoom: 1 };
    const [low, high] = [project(from, 0.5, 0.25, 0), project(from, 0.5, 0.25, 1)];
    expect(low.x).toBeCloseTo(high.x, 10);
    expect(low.y).toBeCloseTo(high.y, 10);
    expect(low.x / low.y).toBeCloseTo(-2, 10);
  });

  it('stays within the picture at any turn', () => {
    const far = [0, 45, 135, 200, 315].flatMap((azimuth) =>
      [5, 35, 90].flatMap((elevation) =>
        [-0.5, 0.5].flatMap((x) => [0, 1].map((z) => project({ azimuth, elevation, zoom: 1 }, x, 0.5, z))),
      ),
    );
    for (const { x, y } of far) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(1);
  });

  it.each([
    [{ azimuth: -50 }, { azimuth: 345 }],
    [{ elevation: 80 }, { elevation: 90 }],
    [{ elevation: -80 }, { elevation: 5 }],
    [{ zoom: 10 }, { zoom: 3 }],
  ])('turns by %o within its limits', (change, expected) => {
    expect(turned(startView, change)).toEqual({ ...startView, ...expected });
  });
});
