// What a run cost so far: time, gradients, electricity.
import type { Workspace } from './workspace.ts';

/** What electricity is taken to cost while nothing measures it. */
export interface Electricity {
  readonly watts: number;
  readonly yenPerKilowattHour: number;
}

/** A desktop PC under load, and the 2024 mean price for Japanese industry and homes, rounded. */
export const assumedElectricity: Electricity = { watts: 80, yenPerKilowattHour: 31 };

/** Adds an attempt to what earlier attempts of the run cost. */
export function recordCost(
  { store }: Workspace,
  runId: number,
  seconds: number,
  gradientEvaluations: number,
  electricity: Electricity,
): void {
  const earlier = store.costs.get(runId);
  const total = (earlier?.seconds ?? 0) + seconds;
  const kilowattHours = (total / 3600) * (electricity.watts / 1000);
  store.costs.record(runId, {
    seconds: total,
    gradientEvaluations,
    watts: electricity.watts,
    wattsSource: 'assumed',
    kilowattHours,
    yenPerKilowattHour: electricity.yenPerKilowattHour,
    yen: kilowattHours * electricity.yenPerKilowattHour,
  });
}
