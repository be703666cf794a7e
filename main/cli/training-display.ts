// What a training reports, as a live line and lines for the log.
import type { Recipe } from '../../shared/domain/recipe.ts';
import type { TrainPhase } from '../jobs/train-messages.ts';
import type { StepReport } from '../train/reports.ts';
import { epochLine, liveLine } from './format/progress.ts';
import type { Session } from './session.ts';

/** Turns the trainer's reports into a live line and lines for the log. */
export class TrainingDisplay {
  readonly #session: Session;
  readonly #recipe: Recipe;
  readonly #hasLog: boolean;
  #begun = performance.now();
  #steps = 0;
  #stepSeconds = 0;
  #drawn = 0;
  #sharpness: number | null = null;
  #last: StepReport | undefined;

  /** @param hasLog a line for each epoch and phase, beside the live line */
  constructor(session: Session, recipe: Recipe, { hasLog = true } = {}) {
    this.#session = session;
    this.#recipe = recipe;
    this.#hasLog = hasLog;
  }

  readonly events = {
    onPhase: (phase: TrainPhase) => {
      const { say, output } = this.#session;
      this.#begun = performance.now();
      if (phase === 'training') output.live('');
      else if (output.isLive) output.live(say(`train.${phase}`));
      else if (this.#hasLog && (phase === 'evaluating' || phase === 'exporting')) output.say(say(`train.${phase}`));
    },
    onStep: (report: StepReport) => this.#onStep(report),
    onEpoch: (report: Parameters<typeof epochLine>[0]) => {
      const { say, output } = this.#session;
      if (this.#hasLog) output.say(epochLine(report, this.#recipe, this.#secondsLeft(), say));
    },
  };

  #onStep(report: StepReport): void {
    if (!this.#last && (report.epoch > 1 || report.step > 1)) this.#sayResumed(report);
    this.#last = report;
    this.#steps++;
    // A moving average over some twenty steps; the first, which warms up, does not count for long.
    this.#stepSeconds += (report.seconds - this.#stepSeconds) / Math.min(20, this.#steps);
    if (report.kind === 'thorough') this.#sharpness = report.perturbedLoss - report.loss;
    const now = performance.now();
    if (!this.#session.output.isLive || now - this.#drawn < 100) return;
    this.#drawn = now;
    const pace = {
      imagesPerSecond: this.#recipe.batchSize / this.#stepSeconds,
      secondsLeft: this.#secondsLeft(),
      sharpness: this.#sharpness,
    };
    const { say, output } = this.#session;
    output.live(liveLine(report, this.#recipe, pace, say, output.columns));
  }

  #sayResumed({ epoch }: StepReport): void {
    const { say, output } = this.#session;
    output.say(say('train.resumed', { epoch, epochs: this.#recipe.epochs }));
  }

  /** By the clock, so that waiting for images and validation count. */
  #secondsLeft(): number {
    if (!this.#last) return 0;
    const { epoch, step, stepsPerEpoch } = this.#last;
    const left = this.#recipe.epochs * stepsPerEpoch - ((epoch - 1) * stepsPerEpoch + step);
    return (left * (performance.now() - this.#begun)) / 1000 / Math.max(1, this.#steps);
  }
}
