// What the pictures that have a row for each thing are given: differences, single values, what halving and doubling does.

export interface ForestRow {
  readonly name: string;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly state: 'better' | 'worse' | 'open';
  /** Below each other beside the bar; the first is set in bold. */
  readonly words: readonly string[];
  /** What a screen reader says. */
  readonly label: string;
}

export interface DotRow {
  readonly name: string;
  readonly values: readonly number[];
  /** How high in its row each value stands, 0 (top) to 1. */
  readonly heights: readonly number[];
  readonly mean: number;
  /** What a screen reader says. */
  readonly label: string;
}

export interface TornadoRow {
  readonly name: string;
  readonly halved: number;
  readonly doubled: number;
  /** What a screen reader says. */
  readonly label: string;
}
