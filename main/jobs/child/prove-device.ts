// Before a training relies on a GPU, one step of its own network there and on the CPU: whoever passed the device's test with
// other networks may fail with this one.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import type { Lowering } from '../../autodiff/rule.ts';
import type { Network } from '../../train/network.ts';
import { differenceFromCpu, stepTolerance } from '../../train/proof.ts';
import type { Engine } from '../engine.ts';
import type { TrainTalk } from './run-training.ts';

/** As errors and records say it. */
const percentOf = (difference: number): number => Number((100 * difference).toPrecision(2));

/** @throws NarashiError engine.device-differs, engine.load-failed, engine.run-failed */
export async function proveDevice(
  { engine, lowering, network, recipe }: ProofOrder,
  talk: Pick<TrainTalk, 'report'>,
): Promise<void> {
  const { executor, onCpu, device } = engine;
  if (executor === onCpu) return;
  talk.report({ type: 'phase', phase: 'proving' });
  const difference = await differenceFromCpu({ executor, onCpu, network, recipe, lowering });
  if (difference < stepTolerance) return;
  throw new NarashiError('engine.device-differs', {
    device: device.name,
    percent: percentOf(difference),
    limit: 100 * stepTolerance,
  });
}

export interface ProofOrder {
  readonly engine: Pick<Engine, 'executor' | 'onCpu' | 'device'>;
  readonly lowering: Lowering;
  readonly network: Network;
  readonly recipe: Recipe;
}
