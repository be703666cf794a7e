// The grid of a trial: how many epochs each method gets under each budget, and the trainings that makes.
import type { TrialBudget, TrialMethod, TrialPlan, TrialTiming } from '../../shared/domain/trial.ts';

export interface Cell {
  readonly method: TrialMethod;
  readonly budget: TrialBudget;
  readonly seed: number;
  readonly epochs: number;
}

/** A training of the grid, with every cell it fills. */
export interface GridTraining {
  readonly method: TrialMethod;
  readonly seed: number;
  readonly epochs: number;
  readonly cells: readonly Cell[];
}

/**
 * Epochs of each method, from what an epoch of each takes on this PC. Under equal time a method gets as many epochs as
 * fit into the baseline's time, one at least; fixed before the first training, so that every run can be repeated exactly.
 * See docs/decisions/009.
 * @param baseEpochs of the baseline, and of all under equal epochs
 */
export function planTiming(
  plan: TrialPlan,
  baseEpochs: number,
  secondsPerEpoch: ReadonlyMap<TrialMethod, number>,
  device: string,
): TrialTiming {
  const baseline = secondsPerEpoch.get(plan.baseline) ?? 1;
  return {
    device,
    methods: plan.methods.map((method) => {
      const seconds = secondsPerEpoch.get(method) ?? baseline;
      const inTime = method === plan.baseline ? baseEpochs : Math.max(1, Math.round((baseEpochs * baseline) / seconds));
      return {
        method,
        secondsPerEpoch: seconds,
        epochs: {
          epochs: plan.budgets.includes('epochs') ? baseEpochs : null,
          time: plan.budgets.includes('time') ? inTime : null,
        },
      };
    }),
  };
}

/** Every cell: one seed after the other, so that what is finished early can be compared early. */
export function cellsOf(plan: TrialPlan, timing: TrialTiming): Cell[] {
  const epochs = new Map(timing.methods.map((each) => [each.method, each.epochs]));
  return plan.seeds.flatMap((seed) =>
    plan.methods.flatMap((method) =>
      plan.budgets.flatMap((budget) => {
        const count = epochs.get(method)?.[budget];
        return count ? [{ method, budget, seed, epochs: count }] : [];
      }),
    ),
  );
}

/** The trainings that fill the cells: budgets that come to the same epochs share one. */
export function trainingsOf(cells: readonly Cell[]): GridTraining[] {
  const trainings = new Map<string, { method: TrialMethod; seed: number; epochs: number; cells: Cell[] }>();
  for (const cell of cells) {
    const { method, seed, epochs } = cell;
    const key = `${method} ${seed} ${epochs}`;
    const known = trainings.get(key);
    if (known) known.cells.push(cell);
    else trainings.set(key, { method, seed, epochs, cells: [cell] });
  }
  return [...trainings.values()];
}
