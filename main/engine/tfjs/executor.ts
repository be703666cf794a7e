// The Executor on the tfjs API: ONNX training graphs through TensorFlow.js operators, on the thread that asks.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Model } from '../../onnx/model.ts';
import { readModel } from '../../onnx/read.ts';
import type { Bindings, Executor, ExecutorInfo, Program } from '../executor.ts';
import type { Tensor, Tf } from './api.ts';
import { type Compiled, compile, type Step } from './compile.ts';
import { Residents } from './residents.ts';
import { copyTo, toTensor } from './tensors.ts';

/** @param tf the API with the backend it is to compute on already chosen */
export function createTfjsExecutor(tf: Tf, info: ExecutorInfo): Executor {
  const programs = new Set<TfjsProgram>();
  const residents = new Residents();
  return {
    info,
    residence: residents,
    load: async (bytes) => {
      try {
        const program = new TfjsProgram(tf, readModel(bytes), residents);
        programs.add(program);
        return program;
      } catch (error) {
        throw error instanceof NarashiError ? error : failure('engine.load-failed', error);
      }
    },
    close: async () => {
      for (const program of programs) await program.close();
      programs.clear();
      residents.close();
    },
  };
}

class TfjsProgram implements Program {
  readonly #tf: Tf;
  readonly #model: Model;
  readonly #compiled: Compiled;
  readonly #residents: Residents;
  #isClosed = false;

  constructor(tf: Tf, model: Model, residents: Residents) {
    this.#tf = tf;
    this.#model = model;
    this.#compiled = compile(tf, model);
    this.#residents = residents;
  }

  bind(inputs: Bindings, outputs: Bindings) {
    const { graph } = this.#model;
    requireNames('input', graph.inputs, inputs);
    requireNames('output', graph.outputs, outputs);
    return {
      run: async () => {
        // What waits for this thread (a wish to stop, above all) comes first: computing blocks it.
        await new Promise<void>((resolve) => setImmediate(resolve));
        try {
          if (this.#isClosed) throw new Error('the program was closed');
          await this.#run(inputs, outputs);
        } catch (error) {
          throw error instanceof NarashiError ? error : failure('engine.run-failed', error);
        }
      },
    };
  }

  async close(): Promise<void> {
    if (!this.#isClosed) this.#compiled.dispose();
    this.#isClosed = true;
  }

  async #run(inputs: Bindings, outputs: Bindings): Promise<void> {
    const live = new Map<string, Tensor>();
    const find = (name: string) => live.get(name) ?? this.#compiled.constants.get(name);
    try {
      for (const name of this.#compiled.inputs) {
        const bound = inputs[name];
        if (!bound) throw new Error(`nothing is bound to input ${name}`);
        const held = this.#residents.get(bound);
        live.set(name, held ? this.#tf.clone(held) : toTensor(this.#tf, bound));
      }
      for (const step of this.#compiled.steps) this.#take(step, live, find);
      for (const [name, target] of Object.entries(outputs)) {
        const tensor = find(this.#compiled.outputs.get(name) ?? name);
        if (!tensor) throw new Error(`nothing gives ${name}`);
        if (target.resident === undefined) await copyTo(target, tensor);
        else this.#residents.put(target.resident, this.#tf.keep(this.#tf.clone(tensor)));
      }
    } finally {
      for (const tensor of live.values()) tensor.dispose();
    }
  }

  /** One step; what it was the last to need is freed. */
  #take(
    { kernel, operands, results, spent }: Step,
    live: Map<string, Tensor>,
    find: (name: string) => Tensor | undefined,
  ) {
    const tf = this.#tf;
    const given = operands.map((name) => (name === undefined ? undefined : find(name)));
    const computed = tf.tidy(() => kernel(given).map((result) => owned(tf, result, given)));
    results.forEach((name, index) => {
      const result = computed[index];
      if (result) live.set(name, result);
    });
    for (const name of spent) {
      live.get(name)?.dispose();
      live.delete(name);
    }
  }
}

/** A result that is an operand passed through must not be freed twice. */
function owned(tf: Tf, result: Tensor, operands: readonly (Tensor | undefined)[]): Tensor {
  return operands.includes(result) ? tf.clone(result) : result;
}

function requireNames(kind: string, known: readonly { readonly name: string }[], bound: Bindings): void {
  const unknown = Object.keys(bound).find((name) => !known.some((info) => info.name === name));
  if (unknown !== undefined) throw new RangeError(`the model has no ${kind} ${unknown}`);
}

function failure(code: 'engine.load-failed' | 'engine.run-failed', cause: unknown): NarashiError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new NarashiError(code, { reason }, { cause });
}
