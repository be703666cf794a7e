// Points of a run's curves gathered into the columns a chart draws, with a running mean beside the noisy steps.
import type { CurvePoint } from '../../../shared/contract/training.ts';

type Column = (number | null)[];

/** Columns of equal length, in order of `at`. */
export interface CurveColumns {
  readonly at: number[];
  readonly loss: Column;
  readonly lossMean: Column;
  readonly accuracy: Column;
  readonly accuracyMean: Column;
  readonly validationAccuracy: Column;
  readonly sharpness: Column;
  readonly lambda: Column;
}

/** Points that count for the mean, roughly. */
const reach = 15;

/** Appends in constant time; a point at or before the last one (a resumed run, an event twice) is left out. */
export class LiveCurves {
  readonly #columns: CurveColumns = empty();
  #loss: number | null = null;
  #accuracy: number | null = null;

  constructor(points: Iterable<CurvePoint> = []) {
    for (const point of points) this.add(point);
  }

  get length(): number {
    return this.#columns.at.length;
  }

  get columns(): CurveColumns {
    return this.#columns;
  }

  add(point: CurvePoint): boolean {
    const { at } = this.#columns;
    if (point.at <= (at.at(-1) ?? -1)) return false;
    this.#loss = follow(this.#loss, point.loss);
    this.#accuracy = follow(this.#accuracy, point.accuracy);
    at.push(point.at);
    this.#columns.loss.push(point.loss);
    this.#columns.lossMean.push(point.loss === null ? null : this.#loss);
    this.#columns.accuracy.push(point.accuracy);
    this.#columns.accuracyMean.push(point.accuracy === null ? null : this.#accuracy);
    this.#columns.validationAccuracy.push(point.validationAccuracy);
    this.#columns.sharpness.push(point.sharpness);
    this.#columns.lambda.push(point.lambda);
    return true;
  }
}

function follow(mean: number | null, value: number | null): number | null {
  if (value === null) return mean;
  return mean === null ? value : mean + (value - mean) / reach;
}

function empty(): CurveColumns {
  return {
    at: [],
    loss: [],
    lossMean: [],
    accuracy: [],
    accuracyMean: [],
    validationAccuracy: [],
    sharpness: [],
    lambda: [],
  };
}

/** Whether a column holds anything to draw. */
export function hasValues(column: readonly (number | null)[]): boolean {
  return column.some((value) => value !== null);
}
