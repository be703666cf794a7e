// The curves of one run: what its steps and epochs measured, in a number of points that does not grow without end.
import type { CurvePoint } from '../../../shared/contract/training.ts';
import type { EpochMetrics } from '../../../shared/domain/run.ts';
import type { EventOf } from '../train-messages.ts';

const limit = 4_000;

export class Curve {
  #points: CurvePoint[];

  /** Starts from the epochs recorded so far. */
  constructor(epochs: readonly EpochMetrics[]) {
    this.#points = epochs.map(epochPoint);
  }

  get points(): readonly CurvePoint[] {
    return this.#points;
  }

  add(event: EventOf<'steps'> | EventOf<'epoch'>): CurvePoint {
    const point = event.type === 'epoch' ? epochPoint(event.metrics) : stepPoint(event);
    // A run taken up at a checkpoint goes over the steps behind it again.
    while ((this.#points.at(-1)?.at ?? 0) > point.at) this.#points.pop();
    this.#points.push(point);
    if (this.#points.length > limit) this.#points = this.#points.filter(({ at }, index) => isWhole(at) || index % 2);
    return point;
  }
}

/** Points at whole numbers are those of epochs, and the last step's. */
const isWhole = (at: number) => Number.isInteger(at);

export function epochPoint(metrics: EpochMetrics): CurvePoint {
  const { epoch, loss, trainAccuracy, validationAccuracy, sharpness, lambda } = metrics;
  return { at: epoch, loss, accuracy: trainAccuracy, validationAccuracy, sharpness, lambda };
}

function stepPoint({ epoch, step, stepsPerEpoch, loss, sharpness, lambda }: EventOf<'steps'>): CurvePoint {
  const at = epoch - 1 + step / stepsPerEpoch;
  return { at, loss, accuracy: null, validationAccuracy: null, sharpness, lambda };
}
