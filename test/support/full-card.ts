// An executor whose memory is full where more than a few images are computed at once, as a card's is.
import type { Executor } from '../../main/engine/executor.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';

/** The same executor; it refuses to run programs over more than `images` images. */
export function full(executor: Executor, images: number): Executor {
  return {
    info: executor.info,
    close: async () => undefined,
    load: async (model, options) => {
      const program = await executor.load(model, options);
      return {
        close: () => program.close(),
        bind: (inputs, outputs) => {
          const binding = program.bind(inputs, outputs);
          const [batch = 0] = inputs.image?.shape ?? [];
          return batch <= images
            ? binding
            : { run: () => Promise.reject(new NarashiError('engine.run-failed', { reason: 'CUDA out of memory' })) };
        },
      };
    },
  };
}
