// The self-test of mixed precision on a GPU that computes right in float32: the same steps, the CPU's in float32 as the measure,
// and the speed against float32 on the GPU itself.
import { availableParallelism } from 'node:os';
import type { MixedReport } from '../../../shared/contract/devices.ts';
import { mixed } from '../../autodiff/mixed.ts';
import type { Lowering } from '../../autodiff/rule.ts';
import { portable } from '../../autodiff/rules/index.ts';
import type { Executor } from '../../engine/executor.ts';
import { createOrtExecutor } from '../../engine/ort/executor.ts';
import { loweringOf, ratioOfTimes } from '../../train/lowering.ts';
import { mixedTolerance } from '../../train/proof.ts';
import { compareSteps, TrialStep } from '../../train/trial-step.ts';
import { devicePayload } from '../device-messages.ts';
import { createCardExecutor } from '../engine.ts';
import { reasonOf, type TrialSize, trialNetwork } from './device.ts';

/** Less is not worth the rounding. */
const LEAST_SPEEDUP = 1.1;

/** Small, with both passes of SAM; and of usual size, whose sums are long. */
const compared = [
  { network: 'tiny', size: 32, images: 8, kind: 'thorough' },
  { network: 'small', size: 64, images: 32, kind: 'base' },
] as const;

export async function mixedPrecisionJob(payload: unknown): Promise<MixedReport> {
  const { provider, workspace } = devicePayload.parse(payload);
  const cpu = createOrtExecutor(availableParallelism());
  try {
    const gpu = createCardExecutor(provider, 1, workspace);
    return await testMixed(cpu, gpu, loweringOf(provider)).finally(() => gpu.close());
  } finally {
    await cpu.close();
  }
}

type Compared = TrialSize & { readonly kind: 'base' | 'thorough' };

/** @param exact how graphs are written for the device in float32 */
export async function testMixed(
  cpu: Executor,
  gpu: Executor,
  exact: Lowering,
  sizes: readonly Compared[] = compared,
): Promise<MixedReport> {
  const half = mixed(exact);
  try {
    let difference = 0;
    for (const size of sizes) {
      const found = await withSteps([cpu, portable], [gpu, half], size, compareSteps);
      difference = Math.max(difference, Number.isFinite(found.overall) ? found.overall : 1);
    }
    if (!(difference < mixedTolerance)) return { state: 'differs', difference, speedup: null, detail: null };
    const usual = sizes.at(-1);
    const speedup = usual ? await withSteps([gpu, exact], [gpu, half], usual, ratioOfTimes) : 1;
    return { state: speedup < LEAST_SPEEDUP ? 'slower' : 'passed', difference, speedup, detail: null };
  } catch (error) {
    return { state: 'unavailable', difference: null, speedup: null, detail: reasonOf(error) };
  }
}

type Way = readonly [executor: Executor, lowering: Lowering];

/** The same step both ways, for the length of `use`. */
async function withSteps<T>(
  [executor, lowering]: Way,
  [other, another]: Way,
  { kind, ...size }: Compared,
  use: (reference: TrialStep, candidate: TrialStep) => Promise<T>,
): Promise<T> {
  const network = trialNetwork(size);
  const reference = await TrialStep.load(executor, network, { lowering, kind }, size.images);
  try {
    const candidate = await TrialStep.load(other, network, { lowering: another, kind }, size.images);
    return await use(reference, candidate).finally(() => candidate.close());
  } finally {
    await reference.close();
  }
}
