// What runs cost, in time, electricity and yen.
import { z } from 'zod';
import { type RunCost, wattsSources } from '../../shared/domain/run.ts';
import type { Connection } from './connection.ts';
import { amount, check } from './schemas.ts';

const cost: z.ZodType<RunCost> = z.object({
  seconds: amount,
  gradientEvaluations: amount,
  watts: amount,
  wattsSource: z.enum(wattsSources),
  kilowattHours: amount,
  yenPerKilowattHour: amount,
  yen: amount,
});

export class Costs {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Keeps what the run has cost so far, in place of the earlier figure. @throws NarashiError store.invalid */
  record(runId: number, soFar: RunCost): void {
    this.#connection.run(
      `INSERT OR REPLACE INTO costs (run_id, seconds, gradient_evaluations, watts, watts_source, kilowatt_hours,
         yen_per_kilowatt_hour, yen, recorded_at)
       VALUES (:runId, :seconds, :gradientEvaluations, :watts, :wattsSource, :kilowattHours, :yenPerKilowattHour,
         :yen, :now)`,
      { ...check(cost, soFar, `cost of run ${runId}`), runId, now: this.#connection.now() },
    );
  }

  get(runId: number): RunCost | undefined {
    return this.#connection.get(
      cost,
      `SELECT seconds, gradient_evaluations AS gradientEvaluations, watts, watts_source AS wattsSource,
         kilowatt_hours AS kilowattHours, yen_per_kilowatt_hour AS yenPerKilowattHour, yen
       FROM costs WHERE run_id = :runId`,
      { runId },
    );
  }
}
