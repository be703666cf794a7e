// Before a training relies on a GPU, one step of its own network there and on the CPU: whoever passed the device's test with
// other networks may fail with this one.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import type { Lowering } from '../../autodiff/rule.ts';
import type { Network } from '../../train/network.ts';
import { differenceFromCpu, mixedTolerance, stepTolerance } from '../../train/proof.ts';
import type { Engine } from '../engine.ts';
import { executorText } from '../identity.ts';
import type { TrainTalk } from './run-training.ts';

/** As errors and records say it. */
const percentOf = (difference: number): number => Number((100 * difference).toPrecision(2));

/**
 * @returns the lowering to train with: float32 in the place of mixed precision that does not suit this network
 * @throws NarashiError engine.device-differs, engine.load-failed, engine.run-failed
 */
export async function proveDevice(
  { engine, lowering, network, recipe }: ProofOrder,
  talk: Pick<TrainTalk, 'report' | 'ask'>,
): Promise<Lowering> {
  const { executor, onCpu, device } = engine;
  if (executor === onCpu) return lowering;
  talk.report({ type: 'phase', phase: 'proving' });
  const differenceOf = (written: Lowering) =>
    differenceFromCpu({ executor, onCpu, network, recipe, lowering: written });
  const exact = lowering.mixed?.exact ?? lowering;
  if (lowering !== exact) {
    // Whether it cannot be computed or is wrong comes to the same: float32 is there.
    const difference = await differenceOf(lowering).catch(() => 1);
    if (difference < mixedTolerance) return lowering;
    await talk.ask({
      type: 'exact',
      executor: executorText(executor.info, exact.name),
      percent: percentOf(difference),
    });
  }
  const difference = await differenceOf(exact);
  if (difference < stepTolerance) return exact;
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
