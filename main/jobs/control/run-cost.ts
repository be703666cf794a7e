// What a run cost so far: time, gradients, electricity.
import type { RunCost } from '../../../shared/domain/run.ts';

/** What electricity is taken to cost while nothing measures it. */
export interface Electricity {
  readonly watts: number;
  readonly yenPerKilowattHour: number;
}

/** A desktop PC under load, and the 2024 mean price for Japanese industry and homes, rounded. */
export const assumedElectricity: Electricity = { watts: 80, yenPerKilowattHour: 31 };

/** What a run cost with an attempt added to what it had cost before that. */
export function addCost(
  earlier: RunCost | undefined,
  attempt: { readonly seconds: number; readonly gradientEvaluations: number | null },
  { watts, yenPerKilowattHour }: Electricity,
): RunCost {
  const kilowattHours = (attempt.seconds / 3600) * (watts / 1000);
  const seconds = (earlier?.seconds ?? 0) + attempt.seconds;
  const total = (earlier?.kilowattHours ?? 0) + kilowattHours;
  return {
    seconds,
    // Counted over the whole run by the trainer itself.
    gradientEvaluations: attempt.gradientEvaluations ?? earlier?.gradientEvaluations ?? 0,
    watts,
    wattsSource: 'assumed',
    kilowattHours: total,
    yenPerKilowattHour,
    yen: (earlier?.yen ?? 0) + kilowattHours * yenPerKilowattHour,
  };
}
