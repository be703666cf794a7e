// What was chosen as the start of a training, and the settings that makes.
import type { AdvancedSettings } from '../../shared/contract/training.ts';
import type { FineTuning } from '../../shared/domain/recipe.ts';

export interface Start {
  /** Identity of a backbone; '' for a new network. */
  readonly backbone: string;
  /** Undefined: as the preset has it. */
  readonly fineTune: FineTuning | undefined;
  readonly lastStages: number;
}

export const newNetwork: Start = { backbone: '', fineTune: undefined, lastStages: 1 };

export function startSettings({ backbone, fineTune, lastStages }: Start): AdvancedSettings {
  if (backbone === '') return {};
  return {
    network: `backbone:${backbone}`,
    ...(fineTune === undefined ? {} : { fineTune }),
    ...(fineTune === 'last' ? { lastStages } : {}),
  };
}
