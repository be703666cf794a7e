// The Executor on onnxruntime-node, behind a worker thread so that the caller stays responsive.
import { Worker } from 'node:worker_threads';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Binding, Bindings, Executor, ExecutorInfo, LoadOptions, Program } from '../executor.ts';
import type { Reply, Request } from './messages.ts';
import { runtimeVersion } from './version.ts';

type Unnumbered<T> = T extends Request ? Omit<T, 'id'> : never;

class OrtExecutor implements Executor {
  readonly info: ExecutorInfo;
  readonly #worker: Worker;
  readonly #pending = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  #nextId = 0;
  #closed = false;
  #onQuiet: () => void = () => undefined;

  constructor(threads: number) {
    this.info = { runtime: `onnxruntime-node ${runtimeVersion()}`, executionProvider: 'cpu', threads };
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { threads } });
    this.#worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#failAll(error));
    this.#worker.on('exit', () => {
      this.#closed = true;
      this.#failAll(new Error('the compute thread ended'));
    });
    this.#worker.unref();
  }

  async load(model: Uint8Array, options: LoadOptions = {}): Promise<Program> {
    const program = this.#nextId++;
    try {
      await this.#ask({ kind: 'load', program, model, profile: options.profile, isSteady: options.isSteady ?? false });
    } catch (error) {
      throw new NarashiError('engine.load-failed', { reason: reasonOf(error) }, { cause: error });
    }
    return {
      bind: (inputs, outputs) => this.#bind(program, inputs, outputs),
      close: () => (this.#closed ? Promise.resolve() : this.#ask({ kind: 'release', program })),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    // A thread that is ended inside ONNX Runtime takes the whole process with it.
    const quiet = new Promise<void>((resolve) => {
      this.#onQuiet = resolve;
    });
    if (this.#pending.size > 0) await quiet;
    this.#worker.removeAllListeners('exit');
    await this.#worker.terminate();
    this.#failAll(new Error('the executor was closed'));
  }

  #bind(program: number, inputs: Bindings, outputs: Bindings): Binding {
    const binding = this.#nextId++;
    const bound = this.#ask({ kind: 'bind', program, binding, inputs, outputs });
    // Reported when the binding is first run.
    bound.catch(() => undefined);
    return {
      run: async () => {
        try {
          await bound;
          await this.#ask({ kind: 'run', binding });
        } catch (error) {
          throw new NarashiError('engine.run-failed', { reason: reasonOf(error) }, { cause: error });
        }
      },
    };
  }

  #ask(request: Unnumbered<Request>): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the executor was closed'));
    const id = this.#nextId++;
    // A thread that is busy keeps the process alive, an idle one does not.
    if (this.#pending.size === 0) this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ ...request, id });
    });
  }

  #settle(reply: Reply): void {
    const waiting = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (this.#pending.size === 0) {
      this.#worker.unref();
      this.#onQuiet();
    }
    if (reply.ok) waiting?.resolve();
    else waiting?.reject(new Error(reply.reason));
  }

  #failAll(error: unknown): void {
    const failure = error instanceof Error ? error : new Error(String(error));
    for (const { reject } of this.#pending.values()) reject(failure);
    this.#pending.clear();
    this.#onQuiet();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Starts an executor on the CPU with `threads` compute threads. */
export function createOrtExecutor(threads: number): Executor {
  return new OrtExecutor(threads);
}
