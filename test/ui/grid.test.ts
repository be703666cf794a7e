// Geometry of the grid, the selection and the zoomed picture.
import { describe, expect, test } from 'vitest';
import {
  indexIn,
  layOut,
  moved,
  positionOf,
  revealing,
  slotsFor,
  spanOf,
  tilesIn,
  totalHeight,
} from '../../renderer/screens/images/grid-geometry.ts';
import {
  extend,
  nothingSelected,
  selectAll,
  selectMany,
  selectOnly,
  toggle,
  within,
} from '../../renderer/screens/images/selection.ts';
import { fitted, shifted, zoomed } from '../../renderer/screens/images/zoom.ts';

describe('layout', () => {
  test('tiles fill the width and never overlap', () => {
    for (const [width, wanted, count] of [
      [900, 132, 1000],
      [320, 276, 3],
      [1, 84, 5],
      [1440, 84, 100_000],
    ] as const) {
      const grid = layOut(width, wanted, 28, 8, count);
      expect(grid.columns).toBeGreaterThanOrEqual(2);
      const last = positionOf(grid, grid.columns - 1);
      if (width > 300) expect(last.left + grid.width).toBeLessThanOrEqual(width);
      if (width > 300) expect(last.left + grid.width).toBeGreaterThan(width - grid.columns);
      const end = positionOf(grid, count - 1);
      expect(totalHeight(grid)).toBe(end.top + grid.height);
    }
    expect(totalHeight(layOut(900, 132, 28, 8, 0))).toBe(0);
  });

  test('at every scroll position all tiles in sight have an element to themselves', () => {
    const grid = layOut(900, 132, 28, 8, 1003);
    const view = 640;
    for (const beyond of [0, 3]) {
      const slots = slotsFor(grid, view, beyond);
      for (let top = 0; top <= totalHeight(grid) - view; top += 37) {
        const span = spanOf(grid, top, top + view, beyond);
        const shown = Array.from({ length: slots }, (_, slot) => indexIn(slot, slots, span)).filter(
          (index) => index !== null,
        );
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown.toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: span.to - span.from }, (_, at) => span.from + at),
        );
        const seen = Array.from({ length: 1003 }, (_, index) => index).filter((index) => {
          const y = positionOf(grid, index).top;
          return y < top + view && y + grid.height > top;
        });
        for (const index of seen) expect(shown).toContain(index);
      }
    }
  });

  test('an element keeps its tile while that is in sight', () => {
    const grid = layOut(900, 132, 28, 8, 1000);
    const slots = slotsFor(grid, 640, 3);
    const before = spanOf(grid, 2000, 2640, 3);
    const after = spanOf(grid, 2100, 2740, 3);
    for (let slot = 0; slot < slots; slot++) {
      const index = indexIn(slot, slots, before);
      if (index !== null && index >= after.from) expect(indexIn(slot, slots, after)).toBe(index);
    }
  });

  test('keys lead to the neighbour, and not out of the list', () => {
    const grid = { columns: 4, width: 10, height: 10, gap: 2, count: 10 };
    const cases: readonly (readonly [number, string, number | null])[] = [
      [5, 'ArrowLeft', 4],
      [0, 'ArrowLeft', 0],
      [9, 'ArrowRight', 9],
      [5, 'ArrowUp', 1],
      [1, 'ArrowUp', 1],
      [5, 'ArrowDown', 9],
      [7, 'ArrowDown', 7],
      [5, 'Home', 0],
      [5, 'End', 9],
      [1, 'PageDown', 9],
      [9, 'PageUp', 1],
      [5, 'x', null],
    ];
    for (const [from, key, to] of cases) expect(moved(grid, from, key, 2), `${key} from ${from}`).toBe(to);
    expect(moved({ ...grid, count: 0 }, 0, 'End', 2)).toBeNull();
  });

  test('a tile is brought into sight by the shortest way', () => {
    const grid = { columns: 2, width: 100, height: 100, gap: 0, count: 100 };
    expect(revealing(grid, 10, 450, 300)).toBe(450);
    expect(revealing(grid, 0, 450, 300)).toBe(0);
    expect(revealing(grid, 19, 450, 300)).toBe(700);
  });

  test('a box touches what it overlaps, gaps not counted', () => {
    const grid = { columns: 3, width: 10, height: 10, gap: 5, count: 8 };
    expect(tilesIn(grid, { left: 0, top: 0, right: 1, bottom: 1 })).toEqual([0]);
    expect(tilesIn(grid, { left: 11, top: 11, right: 14, bottom: 14 })).toEqual([]);
    expect(tilesIn(grid, { left: 5, top: 5, right: 20, bottom: 20 })).toEqual([0, 1, 3, 4]);
    expect(tilesIn(grid, { left: -9, top: -9, right: 999, bottom: 999 })).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('selection', () => {
  const list = Int32Array.from([10, 20, 30, 40, 50]);
  const ids = (selection: { ids: ReadonlySet<number> }) => [...selection.ids].sort((a, b) => a - b);

  test('a range runs from the anchor, in the order of the list, and can turn round', () => {
    const start = selectOnly(30);
    expect(ids(extend(start, list, 50))).toEqual([30, 40, 50]);
    expect(ids(extend(extend(start, list, 50), list, 10))).toEqual([10, 20, 30]);
    expect(extend(start, list, 50).cursor).toBe(50);
    expect(ids(extend(nothingSelected, list, 20))).toEqual([20]);
  });

  test('marks are put and taken', () => {
    const two = toggle(toggle(nothingSelected, 20), 40);
    expect(ids(two)).toEqual([20, 40]);
    expect(ids(toggle(two, 20))).toEqual([40]);
    expect(ids(selectMany([10, 20], two))).toEqual([10, 20, 40]);
    expect(ids(selectMany([10], undefined))).toEqual([10]);
    expect(ids(selectAll(two, list))).toEqual([10, 20, 30, 40, 50]);
  });

  test('what leaves the list is not selected', () => {
    const kept = within(selectAll(selectOnly(20), list), Int32Array.from([10, 50]));
    expect(ids(kept)).toEqual([10, 50]);
    expect(kept.cursor).toBeNull();
  });
});

describe('zoom', () => {
  const picture = { width: 1000, height: 500 };
  const frame = { width: 500, height: 500 };

  test('all of it fits, small ones are enlarged four times at most', () => {
    expect(fitted(picture, frame)).toEqual({ scale: 0.5, x: 0, y: 0 });
    expect(fitted({ width: 10, height: 10 }, frame).scale).toBe(4);
    expect(fitted(picture, { width: 0, height: 0 }).scale).toBe(1);
  });

  test('the point under the pointer stays', () => {
    const before = { scale: 2, x: 100, y: 50 };
    const at = { x: 120, y: -30 };
    const after = zoomed(before, 1.5, at, picture, frame);
    const pointOf = ({ scale, x, y }: typeof before) => [(at.x - x) / scale, (at.y - y) / scale];
    expect(after.scale).toBe(3);
    for (const [index, value] of pointOf(after).entries()) expect(value).toBeCloseTo(pointOf(before)[index] ?? 0, 9);
  });

  test('it is never moved out of sight', () => {
    const view = shifted({ scale: 1, x: 0, y: 0 }, 9999, 9999, picture, frame);
    expect(view).toEqual({ scale: 1, x: 250, y: 0 });
    expect(zoomed(view, 0.0001, { x: 0, y: 0 }, picture, frame).scale).toBe(0.5);
    expect(zoomed(view, 1e9, { x: 0, y: 0 }, picture, frame).scale).toBe(16);
  });
});
