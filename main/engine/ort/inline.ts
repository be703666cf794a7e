// The Executor on the very thread that asks: it saves the way to another thread and back, and blocks while it computes.
// For models that take a few milliseconds, in processes that have no window to keep alive.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Executor } from '../executor.ts';
import { OrtSessions } from './sessions.ts';
import { runtimeVersion } from './version.ts';

export function createInlineExecutor(threads: number): Executor {
  const sessions = new OrtSessions(threads);
  let next = 0;
  return {
    info: { runtime: `onnxruntime-node ${runtimeVersion()}`, executionProvider: 'cpu', threads },
    async load(model, { profile, isSteady = false } = {}) {
      const program = next++;
      await sessions
        .load({ program, model, profile, isSteady })
        .catch((error: unknown) => Promise.reject(failure('engine.load-failed', error)));
      return {
        bind(inputs, outputs) {
          const binding = next++;
          let isBound = false;
          return {
            async run() {
              try {
                if (!isBound) sessions.bind(program, binding, inputs, outputs);
                isBound = true;
                await sessions.run(binding);
              } catch (error) {
                throw failure('engine.run-failed', error);
              }
            },
          };
        },
        close: () => sessions.release(program),
      };
    },
    close: () => sessions.releaseAll(),
  };
}

function failure(code: 'engine.load-failed' | 'engine.run-failed', cause: unknown): NarashiError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new NarashiError(code, { reason }, { cause });
}
