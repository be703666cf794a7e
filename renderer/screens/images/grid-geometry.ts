// Where tiles of a large grid lie, and which of them are in sight. Pixels, from the grid's upper left corner.

export interface Grid {
  readonly columns: number;
  /** Width of a tile; a row's tiles fill the width. */
  readonly width: number;
  readonly height: number;
  readonly gap: number;
  readonly count: number;
}

/** @param wanted width a tile should have about; @param foot height below the picture */
export function layOut(available: number, wanted: number, foot: number, gap: number, count: number): Grid {
  const columns = Math.max(2, Math.floor((available + gap) / (wanted + gap)));
  const width = Math.max(1, Math.floor((available - gap * (columns - 1)) / columns));
  return { columns, width, height: width + foot, gap, count };
}

export function totalHeight({ columns, height, gap, count }: Grid): number {
  const rows = Math.ceil(count / columns);
  return rows === 0 ? 0 : rows * (height + gap) - gap;
}

export function positionOf(grid: Grid, index: number): { left: number; top: number } {
  const { columns, width, height, gap } = grid;
  return { left: (index % columns) * (width + gap), top: Math.floor(index / columns) * (height + gap) };
}

export interface Span {
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** The tiles between two heights, and `beyond` rows more at either end. */
export function spanOf({ columns, height, gap, count }: Grid, top: number, bottom: number, beyond: number): Span {
  const pitch = height + gap;
  const first = Math.max(0, Math.floor(top / pitch) - beyond);
  const last = Math.ceil(bottom / pitch) + beyond;
  const from = Math.min(count, first * columns);
  return { from, to: Math.max(from, Math.min(count, last * columns)) };
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Elements that suffice for every scroll position. */
export function slotsFor({ columns, height, gap }: Grid, view: number, beyond: number): number {
  return columns * (Math.ceil(view / (height + gap)) + 1 + 2 * beyond);
}

/** The tile that an element shows: each tile of a span has an element to itself, and keeps it. Null: none. */
export function indexIn(slot: number, slots: number, { from, to }: Span): number | null {
  const index = from + ((((slot - from) % slots) + slots) % slots);
  return index < to ? index : null;
}

/** Tiles that a box touches, in order. */
export function tilesIn(grid: Grid, { left, top, right, bottom }: Box): number[] {
  const { columns, width, height, gap, count } = grid;
  const [across, down] = [width + gap, height + gap];
  const firstColumn = Math.max(0, Math.floor((left + gap) / across));
  const lastColumn = Math.min(columns - 1, Math.floor(right / across));
  const firstRow = Math.max(0, Math.floor((top + gap) / down));
  const lastRow = Math.min(Math.ceil(count / columns) - 1, Math.floor(bottom / down));
  const found: number[] = [];
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const index = row * columns + column;
      if (index < count) found.push(index);
    }
  }
  return found;
}

/** The scroll position nearest to `now` that has the whole tile in sight. */
export function revealing(grid: Grid, index: number, now: number, view: number): number {
  const { top } = positionOf(grid, index);
  const bottom = top + grid.height;
  if (top < now) return top;
  return bottom > now + view ? bottom - view : now;
}

/** Where a key leads from a tile; null where the key means nothing. */
export function moved({ columns, count }: Grid, index: number, key: string, rowsInView: number): number | null {
  const page = columns * Math.max(1, rowsInView);
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -page,
    PageDown: page,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  if (step === undefined || count === 0) return null;
  const target = index + step;
  if (target >= 0 && target < count) return target;
  const isLine = key === 'ArrowUp' || key === 'ArrowDown';
  return isLine ? index : Math.max(0, Math.min(count - 1, target));
}
