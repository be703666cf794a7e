// The compute engine of this PC: one executor and the way graphs are written for it.
import { availableParallelism } from 'node:os';
import type { Lowering } from '../autodiff/rule.ts';
import { portable } from '../autodiff/rules/index.ts';
import type { Executor } from '../engine/executor.ts';
import { createOrtExecutor } from '../engine/ort/executor.ts';

export interface Engine {
  readonly executor: Executor;
  readonly lowering: Lowering;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Compute threads; all cores when absent. */
  readonly threads?: number;
}

export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const executor = createOrtExecutor(options.threads ?? availableParallelism());
  return { executor, lowering: portable, close: () => executor.close() };
}
