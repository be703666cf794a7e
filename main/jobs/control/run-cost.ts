// What a run cost so far: time, gradients, electricity.
import type { RunCost } from '../../../shared/domain/run.ts';

/** What electricity is taken to cost while nothing measures it. */
export interface Electricity {
  readonly watts: number;
  readonly yenPerKilowattHour: number;
}

/** A desktop PC under load, and the 2024 mean price for Japanese industry and homes, rounded. */
export const assumedElectricity: Electricity = { watts: 80, yenPerKilowattHour: 31 };

export interface AttemptCost {
  readonly seconds: number;
  /** Over the whole run, counted by the trainer itself; null before it has told. */
  readonly gradientEvaluations: number | null;
  /** Of the processor, measured; null where nothing measures it. */
  readonly kilowattHours: number | null;
}

/**
 * What a run cost with an attempt added to what it had cost before that. Where any part of the energy was assumed, the
 * whole is said to be.
 */
export function addCost(
  earlier: RunCost | undefined,
  attempt: AttemptCost,
  { watts, yenPerKilowattHour }: Electricity,
): RunCost {
  const kilowattHours = attempt.kilowattHours ?? (attempt.seconds / 3600) * (watts / 1000);
  const seconds = (earlier?.seconds ?? 0) + attempt.seconds;
  const total = (earlier?.kilowattHours ?? 0) + kilowattHours;
  // Else on average, so that watts and time give the energy also where attempts differ.
  const isAsDeclared = attempt.kilowattHours === null && (earlier === undefined || earlier.watts === watts);
  const isMeasured = attempt.kilowattHours !== null && earlier?.wattsSource !== 'assumed';
  return {
    seconds,
    gradientEvaluations: attempt.gradientEvaluations ?? earlier?.gradientEvaluations ?? 0,
    watts: isAsDeclared || seconds === 0 ? watts : (total * 3.6e6) / seconds,
    wattsSource: isMeasured ? 'measured' : 'assumed',
    kilowattHours: total,
    yenPerKilowattHour,
    yen: (earlier?.yen ?? 0) + kilowattHours * yenPerKilowattHour,
  };
}
