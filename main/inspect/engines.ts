// The engines of an inspection: a fast model is run on the spot, a slow one in a thread of its own, so that the line is
// answered meanwhile and an engine that hangs can be given up.
import type { PackageManifest } from '../../shared/domain/package.ts';
import type { Executor } from '../engine/executor.ts';
import { createOrtExecutor } from '../engine/ort/executor.ts';
import { createInlineExecutor } from '../engine/ort/inline.ts';

/** Milliseconds for one image where the package was made; batches take a few times as long. */
const FAST = 5;

export class Engines {
  readonly #threads: number;
  #inline: Executor | undefined;
  #threaded: Executor | undefined;

  constructor(threads: number) {
    this.#threads = threads;
  }

  of({ models }: Pick<PackageManifest, 'models'>): Executor {
    const latency = models.find(({ kind }) => kind === 'main')?.latency;
    if (latency && latency.p95 <= FAST) {
      this.#inline ??= createInlineExecutor(this.#threads);
      return this.#inline;
    }
    this.#threaded ??= createOrtExecutor(this.#threads);
    return this.#threaded;
  }

  /** The engine hangs: the next model gets another. A thread that is ended inside ONNX Runtime takes the process with it. */
  giveUp(): void {
    this.#threaded = undefined;
  }

  async close(): Promise<void> {
    await this.#inline?.close();
    await this.#threaded?.close();
  }
}
