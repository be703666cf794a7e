// Which lowering this machine trains with: the fast one where it exists, computes the same, and is indeed fast.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Precision } from '../../shared/contract/training.ts';
import { cpuFast } from '../autodiff/cpu-fast/index.ts';
import { isMixedName, mixed } from '../autodiff/mixed.ts';
import type { Lowering } from '../autodiff/rule.ts';
import { portable } from '../autodiff/rules/index.ts';
import { webgpu } from '../autodiff/webgpu.ts';
import type { Executor } from '../engine/executor.ts';
import { probeBlockSize } from '../engine/probe.ts';
import type { CardProvider } from '../engine/providers.ts';
import { buildPreset, type PresetName } from '../onnx/preset/networks.ts';
import type { Checkpoint } from './checkpoint.ts';
import { prepareNetwork } from './network.ts';
import { compareSteps, TrialStep } from './trial-step.ts';

export interface LoweringChoice {
  readonly lowering: Lowering;
  /** All that compute right here, `lowering` among them; what is only slower too. */
  readonly sound: readonly Lowering[];
  /** `no-blocks`: this CPU has no blocked layout. `differs`, `slower`: the self-test said so. `failed`: it broke off. */
  readonly reason: 'agrees' | 'no-blocks' | 'differs' | 'slower' | 'failed';
  /** Relative difference of one training step between the lowerings, and how many times faster cpu-fast took it. */
  readonly difference?: number | undefined;
  readonly speedup?: number | undefined;
}

/** Float32 rounding differs by about 1e-6; one ReLU input that rounds to the other side of 0 may make it 1e-4. */
const TOLERANCE = 1e-3;
/** Timing jitters: slower by less than this is not held against cpu-fast. */
const LEAST_SPEEDUP = 0.8;
const FEW_ROUNDS = 4;
/** Other programs may hold up every one of a few steps. */
const MOST_ROUNDS = 16;

const verdictSchema = z.object({
  machine: z.string(),
  block: z.number().optional(),
  reason: z.enum(['agrees', 'no-blocks', 'differs', 'slower', 'failed']),
  difference: z.number().optional(),
  speedup: z.number().optional(),
});
type Verdict = z.infer<typeof verdictSchema>;

/**
 * Chooses by a self-test of about a second, whose verdict is kept in the file `remembered` for this CPU and runtime.
 * @param remembered path of a JSON file; without one every call tests
 */
export async function selectLowering(executor: Executor, remembered?: string): Promise<LoweringChoice> {
  const { runtime, executionProvider, threads } = executor.info;
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${runtime}, ${executionProvider}, ${threads} threads`;
  const known = remembered === undefined ? undefined : await recall(remembered);
  const verdict = known?.machine === machine ? known : { machine, ...(await selfTest(executor)) };
  // A busy moment can make a test slow or fail: such a verdict holds for this start only.
  const lasting = verdict.reason !== 'slower' && verdict.reason !== 'failed';
  if (remembered !== undefined && verdict !== known && lasting) await remember(remembered, verdict);
  const { block, reason, difference, speedup } = verdict;
  const fast = block !== undefined && (reason === 'agrees' || reason === 'slower') ? cpuFast(block) : undefined;
  const lowering = fast && reason === 'agrees' ? fast : portable;
  return { lowering, sound: fast ? [portable, fast] : [portable], reason, difference, speedup };
}

/**
 * What a training began with it goes on with where that computes right here, whatever the self-test says today of its speed:
 * otherwise an interruption would change the result. Elsewhere it keeps at least its precision.
 * @param begun its checkpoint; older ones, which do not tell, come from trainings in float32
 */
export function loweringToGoOn(
  { lowering, sound }: LoweringChoice,
  begun: Pick<Checkpoint, 'lowering'> | undefined,
): Lowering {
  if (!begun) return lowering;
  const { lowering: name = '' } = begun;
  const alike = [lowering, ...sound].find(({ mixed }) => (mixed !== undefined) === isMixedName(name));
  return sound.find((each) => each.name === name) ?? alike ?? lowering;
}

/** The smallest preset must give the same step in both lowerings; a network of usual size is timed. */
async function selfTest(executor: Executor): Promise<Omit<Verdict, 'machine'>> {
  const block = await probeBlockSize(executor);
  if (block === undefined) return { reason: 'no-blocks' };
  try {
    const small = { network: 'tiny', size: 32, images: 8 } as const;
    const difference = await withBoth(executor, block, small, async (reference, candidate) => {
      const { overall } = await compareSteps(reference, candidate);
      return overall;
    });
    if (!(difference < TOLERANCE)) return { block, reason: 'differs', difference: Math.min(difference, 1) };
    const usual = { network: 'small', size: 64, images: 16 } as const;
    const speedup = await withBoth(executor, block, usual, ratioOfTimes);
    return { block, reason: speedup < LEAST_SPEEDUP ? 'slower' : 'agrees', difference, speedup };
  } catch {
    return { block, reason: 'failed' };
  }
}

/** The lowering for a GPU provider in float32: there is one each, and the device's self-test tells whether it computes right. */
export function loweringOf(provider: CardProvider): Lowering {
  return provider === 'webgpu' ? webgpu : portable;
}

/** @param precisions what passed the device's self-test, first what a new training uses */
export function choiceOn(provider: CardProvider, precisions: readonly Precision[] = ['float32']): LoweringChoice {
  const exact = loweringOf(provider);
  const sound = precisions.map((precision) => (precision === 'mixed' ? mixed(exact) : exact));
  return { lowering: sound[0] ?? exact, sound, reason: 'agrees' };
}

interface Trial {
  readonly network: PresetName;
  readonly size: number;
  readonly images: number;
}

/** One base step of a preset in the portable lowering and in cpu-fast, for the length of `use`. */
async function withBoth<T>(
  executor: Executor,
  block: number,
  { network, size, images }: Trial,
  use: (reference: TrialStep, candidate: TrialStep) => Promise<T>,
): Promise<T> {
  const prepared = prepareNetwork(buildPreset(network, 4, size, 1), [3, size, size]);
  const reference = await TrialStep.load(executor, prepared, { lowering: portable }, images);
  try {
    const candidate = await TrialStep.load(executor, prepared, { lowering: cpuFast(block) }, images);
    return await use(reference, candidate).finally(() => candidate.close());
  } finally {
    await reference.close();
  }
}

/** How many times faster the candidate is, by the best of steps taken in turns: a few, more where it seems slower. */
export async function ratioOfTimes(reference: TrialStep, candidate: TrialStep): Promise<number> {
  const best = { reference: Number.POSITIVE_INFINITY, candidate: Number.POSITIVE_INFINITY };
  const ratio = () => best.reference / best.candidate;
  for (let round = 0; round < FEW_ROUNDS || (round < MOST_ROUNDS && ratio() < LEAST_SPEEDUP); round++) {
    best.reference = Math.min(best.reference, await timeOf(reference));
    best.candidate = Math.min(best.candidate, await timeOf(candidate));
  }
  return ratio();
}

async function timeOf(step: TrialStep): Promise<number> {
  const started = performance.now();
  await step.take();
  return performance.now() - started;
}

async function recall(path: string): Promise<Verdict | undefined> {
  try {
    return verdictSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Missing or damaged: test again.
    return undefined;
  }
}

/** Best effort: a verdict that cannot be kept is found again next time. */
async function remember(path: string, verdict: Verdict): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, JSON.stringify(verdict));
    await rename(`${path}.new`, path);
  } catch {
    // The folder may be read-only.
  }
}
