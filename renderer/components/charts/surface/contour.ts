// A surface from above: the area of each band as one SVG path, in units of grid cells.
import { type BandScale, bandCount, type Grid } from './bands.ts';

interface Corner {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** Path of each band over x = column, y = row; empty where a band has no area. Cells with a gap at a corner stay empty. */
export function bandPaths(grid: Grid, { levels, low, high }: BandScale): string[] {
  const paths = Array<string>(bandCount).fill('');
  for (const triangle of triangles(grid, low, high)) {
    for (let band = 0; band < bandCount; band++) {
      const [from, to] = [levels[band] ?? low, levels[band + 1] ?? high];
      // The highest band holds its upper end.
      const top = band === bandCount - 1 ? Number.POSITIVE_INFINITY : to;
      const piece = clip(clip(triangle, from, 1), top, -1);
      if (piece.length > 2) paths[band] += `M${piece.map(({ x, y }) => `${round(x)},${round(y)}`).join('L')}Z`;
    }
  }
  return paths;
}

/** Two in each cell; values beyond the scale are drawn at its end. */
function triangles(grid: Grid, low: number, high: number): Corner[][] {
  const found: Corner[][] = [];
  grid.slice(1).forEach((below, row) => {
    below.slice(1).forEach((_, column) => {
      const corner = (y: number, x: number): Corner[] => {
        const value = grid[y]?.[x];
        return typeof value === 'number' ? [{ x, y, value: Math.min(high, Math.max(low, value)) }] : [];
      };
      const [a, b] = [corner(row, column), corner(row, column + 1)];
      const [c, d] = [corner(row + 1, column), corner(row + 1, column + 1)];
      for (const three of [
        [...a, ...b, ...d],
        [...a, ...d, ...c],
      ])
        if (three.length === 3) found.push(three);
    });
  });
  return found;
}

/** The part of a polygon on the upper (`side` 1) or lower (−1) side of a level. */
function clip(polygon: readonly Corner[], level: number, side: 1 | -1): Corner[] {
  const isIn = ({ value }: Corner) => side * (value - level) >= 0;
  return polygon.flatMap((here, index) => {
    const before = polygon.at(index - 1) ?? here;
    const crosses = isIn(here) !== isIn(before);
    return [...(crosses ? [between(before, here, level)] : []), ...(isIn(here) ? [here] : [])];
  });
}

function between(a: Corner, b: Corner, level: number): Corner {
  const part = (level - a.value) / (b.value - a.value);
  return { x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y), value: level };
}

const round = (value: number) => Math.round(value * 1000) / 1000;
