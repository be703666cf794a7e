// Per-epoch metrics of runs.
import { z } from 'zod';
import type { EpochMetrics } from '../../shared/domain/run.ts';
import type { Connection } from './connection.ts';
import { amount, check, count, identity, total } from './schemas.ts';

const measure = z.number().nullable();

const metrics: z.ZodType<EpochMetrics> = z.object({
  epoch: identity,
  loss: measure,
  perturbedLoss: measure,
  sharpness: measure,
  lambda: measure,
  rho: measure,
  learningRate: measure,
  gradientNorm: measure,
  trainAccuracy: measure,
  validationLoss: measure,
  validationAccuracy: measure,
  validationBalancedAccuracy: measure,
  seconds: amount,
  imagesPerSecond: measure,
  skippedSteps: count,
});

export class Epochs {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Keeps one epoch. A resumed run that repeats an epoch replaces its figures; a figure that is not a finite number
   * (a loss that diverged) is kept as null. @throws NarashiError store.invalid
   */
  record(runId: number, epoch: EpochMetrics): void {
    const values = check(metrics, finiteOrNull(epoch), `epoch ${epoch.epoch} of run ${runId}`);
    this.#connection.run(
      `INSERT OR REPLACE INTO epoch_metrics (run_id, epoch, loss, perturbed_loss, sharpness, lambda, rho,
         learning_rate, gradient_norm, train_accuracy, validation_loss, validation_accuracy,
         validation_balanced_accuracy, seconds, images_per_second, skipped_steps, recorded_at)
       VALUES (:runId, :epoch, :loss, :perturbedLoss, :sharpness, :lambda, :rho, :learningRate, :gradientNorm,
         :trainAccuracy, :validationLoss, :validationAccuracy, :validationBalancedAccuracy, :seconds,
         :imagesPerSecond, :skippedSteps, :now)`,
      { ...values, runId, now: this.#connection.now() },
    );
  }

  /** Epochs recorded. */
  count(runId: number): number {
    const sql = 'SELECT count(*) AS total FROM epoch_metrics WHERE run_id = :runId';
    return this.#connection.get(total, sql, { runId })?.total ?? 0;
  }

  /** In ascending order of epoch. */
  list(runId: number): EpochMetrics[] {
    return this.#connection.all(
      metrics,
      `SELECT epoch, loss, perturbed_loss AS perturbedLoss, sharpness, lambda, rho, learning_rate AS learningRate,
         gradient_norm AS gradientNorm, train_accuracy AS trainAccuracy, validation_loss AS validationLoss,
         validation_accuracy AS validationAccuracy, validation_balanced_accuracy AS validationBalancedAccuracy,
         seconds, images_per_second AS imagesPerSecond, skipped_steps AS skippedSteps
       FROM epoch_metrics WHERE run_id = :runId ORDER BY epoch`,
      { runId },
    );
  }
}

function finiteOrNull(epoch: EpochMetrics): object {
  return Object.fromEntries(
    Object.entries(epoch).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  );
}
