// The inputs of cost and benefit as a form: groups, limits, steps; a share is typed in percent.
import type { EconomicInput } from '../../../../shared/domain/benefit.ts';

export interface EconomicField {
  readonly name: EconomicInput;
  readonly max: number;
  readonly step: number;
  /** What is typed ÷ what is kept. */
  readonly factor: number;
}

const field = (name: EconomicInput, max: number, step: number, factor = 1): EconomicField => ({
  name,
  max: max * factor,
  step,
  factor,
});

export const economicGroups = [
  {
    name: 'line',
    fields: [field('partsPerDay', 1e9, 100), field('daysPerYear', 366, 1), field('defectShare', 1, 0.1, 100)],
  },
  { name: 'loss', fields: [field('escapeCostYen', 1e12, 1_000), field('overkillCostYen', 1e12, 10)] },
  {
    name: 'upkeep',
    fields: [
      field('retrainingsPerYear', 1e4, 1),
      field('operatorMinutesPerRetraining', 1e5, 5),
      field('operatorYenPerHour', 1e6, 100),
      field('yenPerKilowattHour', 1e4, 1),
      field('oneOffYen', 1e12, 10_000),
    ],
  },
] as const satisfies readonly { name: string; fields: readonly EconomicField[] }[];

export const helped = ['defectShare', 'escapeCostYen', 'overkillCostYen', 'oneOffYen'] as const;
