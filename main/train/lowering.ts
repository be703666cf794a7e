// Which lowering this machine trains with: the fast one where it exists, computes the same, and is indeed fast.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import { cpuFast } from '../autodiff/cpu-fast/index.ts';
import type { Lowering } from '../autodiff/rule.ts';
import { portable } from '../autodiff/rules/index.ts';
import type { Executor } from '../engine/executor.ts';
import { probeBlockSize } from '../engine/probe.ts';
import { buildPreset } from '../onnx/preset/networks.ts';
import { prepareNetwork } from './network.ts';
import { compareSteps, TrialStep } from './trial-step.ts';

export interface LoweringChoice {
  readonly lowering: Lowering;
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
  if (remembered !== undefined && verdict !== known) await remember(remembered, verdict);
  const { block, reason, difference, speedup } = verdict;
  const lowering = block !== undefined && reason === 'agrees' ? cpuFast(block) : portable;
  return { lowering, reason, difference, speedup };
}

/** One base step of the smallest preset in both lowerings: same result, then three more of each for the time. */
async function selfTest(executor: Executor): Promise<Omit<Verdict, 'machine'>> {
  const block = await probeBlockSize(executor);
  if (block === undefined) return { reason: 'no-blocks' };
  const network = prepareNetwork(buildPreset('tiny', 4, 32, 1), [3, 32, 32]);
  const steps: TrialStep[] = [];
  try {
    for (const lowering of [portable, cpuFast(block)])
      steps.push(await TrialStep.load(executor, network, { lowering }, 8));
    const [reference, candidate] = steps;
    if (!reference || !candidate) return { block, reason: 'failed' };
    const { overall: difference } = await compareSteps(reference, candidate);
    if (!(difference < TOLERANCE)) return { block, reason: 'differs', difference: Math.min(difference, 1) };
    const speedup = await ratioOfTimes(reference, candidate);
    return { block, reason: speedup < LEAST_SPEEDUP ? 'slower' : 'agrees', difference, speedup };
  } catch {
    return { block, reason: 'failed' };
  } finally {
    for (const step of steps) await step.close();
  }
}

async function ratioOfTimes(reference: TrialStep, candidate: TrialStep): Promise<number> {
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 3; round++) {
    for (const [index, step] of [reference, candidate].entries()) {
      const started = performance.now();
      await step.run();
      best[index] = Math.min(best[index] ?? 0, performance.now() - started);
    }
  }
  return (best[0] ?? 0) / (best[1] ?? 1);
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
