// The Executor on onnxruntime-node, behind a worker thread so that the caller stays responsive.
import { Worker } from 'node:worker_threads';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Binding, Bindings, Executor, ExecutorInfo, LoadOptions, Program, Residence } from '../executor.ts';
import { type Provider, providerTraits } from '../providers.ts';
import type { Reply, Request, WorkerSettings } from './messages.ts';
import { runtimeVersion } from './version.ts';

type Unnumbered<T> = T extends Request ? Omit<T, 'id'> : never;

class OrtExecutor implements Executor {
  readonly info: ExecutorInfo;
  readonly residence: Residence | undefined;
  readonly #worker: Worker;
  readonly #pending = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  #nextId = 0;
  #closed = false;
  #onQuiet: () => void = () => undefined;

  constructor(settings: WorkerSettings) {
    const { threads, provider } = settings;
    this.info = { runtime: `onnxruntime-node ${runtimeVersion()}`, executionProvider: provider, threads };
    this.residence = providerTraits[provider].keepsTensors ? this.#residence() : undefined;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: settings });
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
    const { profile, isSteady = false, resident = [] } = options;
    const left = this.residence ? resident : [];
    try {
      await this.#ask({ kind: 'load', program, model, profile, isSteady, resident: left });
    } catch (error) {
      return failed('engine.load-failed')(error);
    }
    return {
      bind: (inputs, outputs) => this.#bind(program, inputs, outputs),
      close: () => (this.#closed ? Promise.resolve() : this.#ask({ kind: 'release', program })),
    };
  }

  async close(): Promise<void> {
    // A device wants its memory back before its thread ends. One that is lost cannot take it.
    if (this.info.executionProvider !== 'cpu') await this.#ask({ kind: 'release-all' }).catch(() => undefined);
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

  #residence(): Residence {
    return {
      fetch: (tensors) => this.#ask({ kind: 'fetch', tensors }).catch(failed('engine.run-failed')),
      // The thread takes requests in their order: nothing runs before it.
      forget: (tensors) => void this.#ask({ kind: 'forget', tensors }).catch(() => undefined),
    };
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
          failed('engine.run-failed')(error);
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

const failed =
  (code: 'engine.load-failed' | 'engine.run-failed') =>
  (cause: unknown): never => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NarashiError(code, { reason }, { cause });
  };

/** Starts an executor with `threads` compute threads on the CPU, or on the GPU that a provider reaches. */
export function createOrtExecutor(threads: number, provider: Provider = 'cpu'): Executor {
  return new OrtExecutor({ threads, provider });
}
