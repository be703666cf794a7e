// Points of a run's curves gathered into the columns a chart draws, with a running mean beside the noisy steps.
import type { CurvePoint } from '../../../shared/contract/training.ts';

type Column = (number | null)[];

/** Columns of equal length, in order of `at`. */
export interface CurveColumns {
  readonly at: number[];
  readonly loss: Column;
  readonly lossMean: Column;
  readonly accuracy: Column;
  readonly validationAccuracy: Column;
  readonly sharpness: Column;
  readonly lambda: Column;
}

const measures = ['loss', 'accuracy', 'validationAccuracy', 'sharpness', 'lambda'] as const;

/** Points that count for the mean, roughly. */
const reach = 15;

/** Appends in constant time. A point at the place of the last one, such as an epoch's after its last step, completes it. */
export class LiveCurves {
  readonly #columns: CurveColumns = empty();
  #loss: number | null = null;

  constructor(points: Iterable<CurvePoint> = []) {
    for (const point of points) this.add(point);
  }

  get length(): number {
    return this.#columns.at.length;
  }

  get columns(): CurveColumns {
    return this.#columns;
  }

  /** False where it tells nothing new: a resumed run goes over the steps behind its checkpoint again. */
  add(point: CurvePoint): boolean {
    const last = this.#columns.at.at(-1) ?? -1;
    if (point.at < last) return false;
    if (point.at === last) return this.#complete(point);
    this.#loss = follow(this.#loss, point.loss);
    this.#columns.at.push(point.at);
    this.#columns.lossMean.push(point.loss === null ? null : this.#loss);
    for (const name of measures) this.#columns[name].push(point[name]);
    return true;
  }

  #complete(point: CurvePoint): boolean {
    const end = this.length - 1;
    const missing = measures.filter((name) => this.#columns[name][end] === null && point[name] !== null);
    for (const name of missing) this.#columns[name][end] = point[name];
    return missing.length > 0;
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
    validationAccuracy: [],
    sharpness: [],
    lambda: [],
  };
}

/** Whether a column holds anything to draw. */
export function hasValues(column: readonly (number | null)[]): boolean {
  return column.some((value) => value !== null);
}
