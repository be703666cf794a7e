// A program whose outputs are altered after each run, as a device that computes wrongly would.
import type { Bindings, Program } from '../../main/engine/executor.ts';

/** @param alter changes the outputs in place */
export function altered(program: Program, alter: (outputs: Bindings) => void): Program {
  return {
    close: () => program.close(),
    bind: (inputs, outputs) => {
      const binding = program.bind(inputs, outputs);
      return {
        run: async () => {
          await binding.run();
          alter(outputs);
        },
      };
    },
  };
}

/** Next states off by a factor. */
export function scaledStates(program: Program, factor: number): Program {
  return altered(program, (outputs) => {
    for (const [name, { type, data }] of Object.entries(outputs)) {
      if (type === 'float32' && name.startsWith('next/')) data.set(data.map((value) => value * factor));
    }
  });
}
