// The compute engine of this PC: an executor on the device that is chosen, one on the CPU, and the way graphs are written.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Device } from '../../shared/contract/training.ts';
import type { Executor } from '../engine/executor.ts';
import { createOrtExecutor } from '../engine/ort/executor.ts';
import { type CardProvider, cardProviders } from '../engine/providers.ts';
import { tfjsFolder } from '../engine/tfjs/installation.ts';
import { createNativeTfjsExecutor } from '../engine/tfjs/lazy.ts';
import { choiceOn, type LoweringChoice, selectLowering } from '../train/lowering.ts';
import { thisDevice } from './identity.ts';

export interface Engine {
  readonly device: Device;
  /** What trains. */
  readonly executor: Executor;
  /** What exported models are proved on: the CPU, as on the line. */
  readonly onCpu: Executor;
  /** The lowering to train with; on the CPU found by a self-test the first time it is asked for. */
  lowering(): Promise<LoweringChoice>;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Compute threads on the CPU; all cores when absent. */
  readonly threads?: number;
  /** Folder in which the self-test's verdict is kept for this machine; without one every engine tests anew. */
  readonly memory?: string;
  /** The CPU when absent. */
  readonly device?: Device | undefined;
}

/** The file in a workspace that keeps which lowering the CPU trains with. */
export const loweringMemory = (folder: string): string => join(folder, 'engine.json');

/** @param workspace where TensorFlow.js was installed */
export function createCardExecutor(provider: CardProvider, threads: number, workspace = ''): Executor {
  return provider === 'tfjs' ? createNativeTfjsExecutor(tfjsFolder(workspace)) : createOrtExecutor(threads, provider);
}

export function startEngine({ threads = availableParallelism(), memory, device }: EngineOptions = {}): Engine {
  const provider = cardProviders.find((name) => name === device?.provider);
  const onCpu = createOrtExecutor(threads);
  const executor = provider ? createCardExecutor(provider, threads, memory) : onCpu;
  let choice: Promise<LoweringChoice> | undefined;
  return {
    device: provider && device ? device : thisDevice(threads),
    executor,
    onCpu,
    lowering: () => {
      choice ??= provider
        ? Promise.resolve(choiceOn(provider, device?.precisions))
        : selectLowering(onCpu, memory && loweringMemory(memory));
      return choice;
    },
    close: async () => {
      if (executor !== onCpu) await executor.close();
      await onCpu.close();
    },
  };
}
