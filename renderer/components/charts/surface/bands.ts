// One scale for several surfaces: where the colours change, and where what is too high is cut off.

/** `[rows][columns]`, null where there is no number. */
export type Grid = readonly (readonly (number | null)[])[];

export interface BandScale {
  readonly low: number;
  /** Higher values are drawn as high as this. */
  readonly high: number;
  /** Whether some are higher. */
  readonly isCut: boolean;
  /** Ends of the bands, from `low` to `high`: one more than there are bands. */
  readonly levels: readonly number[];
}

export const bandCount = 9;
/** Share of the values that are not cut off. */
const KEPT = 0.9;

/**
 * The bands widen with their distance from the lowest value, as squares do: a round bowl has rings evenly apart. Null where
 * there is no number at all.
 */
export function bandScale(grids: readonly Grid[]): BandScale | null {
  const values = grids
    .flat(2)
    .filter((value) => value !== null)
    .toSorted((a, b) => a - b);
  const [low, top] = [values[0], values.at(-1)];
  if (low === undefined || top === undefined) return null;
  const kept = values[Math.ceil(KEPT * values.length) - 1] ?? top;
  const high = kept > low ? kept : low + (Math.abs(low) || 1);
  const levels = Array.from({ length: bandCount + 1 }, (_, index) => low + (high - low) * (index / bandCount) ** 2);
  return { low, high, isCut: top > high, levels };
}

/** 0 for the lowest. */
export function bandOf({ levels }: BandScale, value: number): number {
  const above = levels.slice(1, -1).filter((level) => value >= level).length;
  return Math.min(bandCount - 1, above);
}
