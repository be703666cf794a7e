// The compute engine of this PC: one executor and, for training, the way graphs are written for it.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Executor } from '../engine/executor.ts';
import { createOrtExecutor } from '../engine/ort/executor.ts';
import { type LoweringChoice, selectLowering } from '../train/lowering.ts';

export interface Engine {
  readonly executor: Executor;
  /** The lowering to train with, found by a self-test the first time it is asked for. */
  lowering(): Promise<LoweringChoice>;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Compute threads; all cores when absent. */
  readonly threads?: number;
  /** Folder in which the self-test's verdict is kept for this machine; without one every engine tests anew. */
  readonly memory?: string;
}

export function startEngine({ threads, memory }: EngineOptions = {}): Engine {
  const executor = createOrtExecutor(threads ?? availableParallelism());
  let choice: Promise<LoweringChoice> | undefined;
  return {
    executor,
    lowering: () => {
      choice ??= selectLowering(executor, memory && join(memory, 'engine.json'));
      return choice;
    },
    close: () => executor.close(),
  };
}
