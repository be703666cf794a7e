// What a run under way shows beyond what is in the store: phase, pace, time left, curves.
import type { CurvePoint, QueuedRun } from '../../../shared/contract/training.ts';
import type { EpochMetrics } from '../../../shared/domain/run.ts';
import type { TrainEvent, TrainPhase } from '../train-messages.ts';
import { Curve } from './curve.ts';

export interface Pace {
  readonly phase: QueuedRun['phase'];
  /** Whole epochs done, and steps of the present one. */
  readonly epoch: number;
  readonly step: number;
  readonly stepsPerEpoch: number | null;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** Of all steps, done ones. */
  readonly share: number;
}

/** Time left is told once this many seconds of training were seen. */
const ENOUGH_SECONDS = 2;
/** Weight of the newest message in the pace that is shown. */
const WEIGHT = 0.2;

export class LiveRun {
  readonly #epochs: number;
  readonly #now: () => number;
  readonly #curve: Curve;
  #phase: TrainPhase = 'preparing';
  #epoch: number;
  #step = 0;
  #stepsPerEpoch: number | null = null;
  #imagesPerSecond: number | null = null;
  /** Steps and time of the first message of this attempt, against which the pace is measured. */
  #first: { readonly steps: number; readonly time: number } | undefined;

  constructor(epochs: number, recorded: readonly EpochMetrics[], now: () => number = () => performance.now()) {
    this.#epochs = epochs;
    this.#now = now;
    this.#curve = new Curve(recorded);
    this.#epoch = recorded.length;
  }

  get points(): readonly CurvePoint[] {
    return this.#curve.points;
  }

  /** Takes in what the trainer said; returns the point of the curve it gave. */
  take(event: TrainEvent): CurvePoint | undefined {
    if (event.type === 'phase') this.#phase = event.phase;
    if (event.type === 'epoch') {
      this.#epoch = event.metrics.epoch;
      this.#step = 0;
      return this.#curve.add(event);
    }
    if (event.type !== 'steps') return undefined;
    const { epoch, step, stepsPerEpoch, imagesPerSecond } = event;
    this.#epoch = epoch - 1;
    this.#step = step;
    this.#stepsPerEpoch = stepsPerEpoch;
    this.#first ??= { steps: this.#steps, time: this.#now() };
    if (imagesPerSecond !== null) {
      const known = this.#imagesPerSecond;
      this.#imagesPerSecond = known === null ? imagesPerSecond : known + WEIGHT * (imagesPerSecond - known);
    }
    return this.#curve.add(event);
  }

  get pace(): Pace {
    const total = this.#epochs * (this.#stepsPerEpoch ?? 1);
    return {
      phase: this.#phase,
      epoch: this.#epoch,
      step: this.#step,
      stepsPerEpoch: this.#stepsPerEpoch,
      imagesPerSecond: this.#imagesPerSecond,
      secondsLeft: this.#secondsLeft(total),
      share: Math.min(1, this.#stepsPerEpoch === null ? this.#epoch / this.#epochs : this.#steps / total),
    };
  }

  get #steps(): number {
    return this.#epoch * (this.#stepsPerEpoch ?? 0) + this.#step;
  }

  /** By the clock, so that waiting for images and validation count. */
  #secondsLeft(total: number): number | null {
    if (!this.#first || this.#phase !== 'training') return null;
    const seconds = (this.#now() - this.#first.time) / 1000;
    const done = this.#steps - this.#first.steps;
    if (seconds < ENOUGH_SECONDS || done <= 0) return null;
    return ((total - this.#steps) * seconds) / done;
  }
}
