// The self-test of a GPU, in a process of its own because a driver may end it: a session, a training step against the CPU's,
// and the speed of both.
import { availableParallelism } from 'node:os';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Lowering } from '../../autodiff/rule.ts';
import { portable } from '../../autodiff/rules/index.ts';
import type { Executor } from '../../engine/executor.ts';
import { createOrtExecutor } from '../../engine/ort/executor.ts';
import { probeDevice } from '../../engine/probe.ts';
import type { CardProvider } from '../../engine/providers.ts';
import { buildPreset } from '../../onnx/preset/networks.ts';
import { loweringOf, selectLowering } from '../../train/lowering.ts';
import { type Network, prepareNetwork } from '../../train/network.ts';
import { compareSteps, fastestStep, TrialStep } from '../../train/trial-step.ts';
import { type DeviceFinding, devicePayload } from '../device-messages.ts';
import { createCardExecutor, loweringMemory } from '../engine.ts';

/** Float32 rounding differs by about 1e-6; one ReLU input that rounds to the other side of 0 may make it 1e-4. */
const TOLERANCE = 1e-3;
/** Less is not worth the risk of a driver. */
const LEAST_SPEEDUP = 1.2;

export async function deviceJob(payload: unknown): Promise<DeviceFinding> {
  const { provider, workspace } = devicePayload.parse(payload);
  const cpu = createOrtExecutor(availableParallelism());
  try {
    const gpu = createCardExecutor(provider, 1, workspace);
    return await testDevice(cpu, gpu, provider, workspace).finally(() => gpu.close());
  } finally {
    await cpu.close();
  }
}

async function testDevice(
  cpu: Executor,
  gpu: Executor,
  provider: CardProvider,
  workspace: string,
): Promise<DeviceFinding> {
  const none = { difference: null, speedup: null };
  const small = { network: 'tiny', size: 32, images: 8 } as const;
  const own = loweringOf(provider);
  try {
    await probeDevice(gpu);
  } catch (error) {
    return { ...none, state: 'unavailable', detail: reasonOf(error) };
  }
  try {
    const reference = await trial(cpu, portable, small, 'thorough');
    const candidate = await trial(gpu, own, small, 'thorough');
    const { overall } = await compareSteps(reference, candidate);
    await candidate.close();
    await reference.close();
    const difference = Number.isFinite(overall) ? overall : 1;
    if (!(difference < TOLERANCE)) return { state: 'differs', difference, speedup: null, detail: null };
    const usual = { network: 'small', size: 64, images: 32 } as const;
    const { lowering } = await selectLowering(cpu, loweringMemory(workspace));
    const speedup = (await timeOf(cpu, lowering, usual)) / (await timeOf(gpu, own, usual));
    return { state: speedup < LEAST_SPEEDUP ? 'slower' : 'passed', difference, speedup, detail: null };
  } catch (error) {
    return { ...none, state: 'failed', detail: reasonOf(error) };
  }
}

export interface TrialSize {
  readonly network: 'tiny' | 'small';
  readonly size: number;
  readonly images: number;
}

export const trialNetwork = ({ network, size }: TrialSize): Network =>
  prepareNetwork(buildPreset(network, 4, size, 1), [3, size, size]);

function trial(executor: Executor, lowering: Lowering, size: TrialSize, kind: 'base' | 'thorough'): Promise<TrialStep> {
  return TrialStep.load(executor, trialNetwork(size), { lowering, kind }, size.images);
}

async function timeOf(executor: Executor, lowering: Lowering, size: TrialSize): Promise<number> {
  const step = await trial(executor, lowering, size, 'base');
  return await fastestStep(step).finally(() => step.close());
}

/** What the runtime itself said. */
export function reasonOf(error: unknown): string {
  const { cause } = error instanceof NarashiError ? error : { cause: undefined };
  const said = cause instanceof Error ? cause : error;
  return (said instanceof Error ? said.message : String(said)).slice(0, 500);
}
