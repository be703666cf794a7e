// Steps taken together into a few messages a second: what the live curves show.
import type { StepReport } from '../../train/reports.ts';
import type { EventOf } from '../train-messages.ts';

const EVERY_MILLISECONDS = 250;

export class StepDigest {
  readonly #batchSize: number;
  readonly #tell: (event: EventOf<'steps'>) => void;
  readonly #now: () => number;
  #told: number;
  #losses: number[] = [];
  #sharpnesses: number[] = [];
  #steps = 0;

  constructor(batchSize: number, tell: (event: EventOf<'steps'>) => void, now: () => number = () => performance.now()) {
    this.#batchSize = batchSize;
    this.#tell = tell;
    this.#now = now;
    this.#told = now();
  }

  /** Begins to count time: waiting before the first step is no pace. */
  begin(): void {
    this.#told = this.#now();
  }

  add(report: StepReport): void {
    if (Number.isFinite(report.loss)) this.#losses.push(report.loss);
    const sharpness = report.perturbedLoss - report.loss;
    // A sub-batch's losses before and after do not compare: only exact steps measure the sharpness.
    if (report.kind === 'thorough' && Number.isFinite(sharpness)) this.#sharpnesses.push(sharpness);
    this.#steps++;
    if (this.#now() - this.#told >= EVERY_MILLISECONDS || report.step === report.stepsPerEpoch) this.#flush(report);
  }

  #flush({ epoch, step, stepsPerEpoch, lambda }: StepReport): void {
    const now = this.#now();
    const seconds = (now - this.#told) / 1000;
    this.#tell({
      type: 'steps',
      epoch,
      step,
      stepsPerEpoch,
      loss: mean(this.#losses),
      sharpness: mean(this.#sharpnesses),
      lambda,
      imagesPerSecond: seconds > 0 ? (this.#steps * this.#batchSize) / seconds : null,
    });
    this.#told = now;
    this.#steps = 0;
    this.#losses = [];
    this.#sharpnesses = [];
  }
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
