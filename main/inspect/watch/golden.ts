// The daily proof that this PC still judges with this package as the package was made to.
import { Worker } from 'node:worker_threads';
import type { SampleCheck } from '../../export/package/check-samples.ts';

export interface GoldenAnswer {
  readonly samples: SampleCheck | null;
  /** What went wrong; null where every sample was judged as it should be. */
  readonly failure: { readonly en: string; readonly ja: string } | null;
}

/** In a thread that ends by itself. Never throws. */
export function checkGolden(path: string, sha256: string): Promise<GoldenAnswer> {
  return new Promise((resolve) => {
    const fail = (reason: string) => resolve({ samples: null, failure: { en: reason, ja: reason } });
    try {
      const worker = new Worker(new URL('./golden-worker.ts', import.meta.url), { workerData: { path, sha256 } });
      worker.on('message', (answer: GoldenAnswer) => resolve(answer));
      worker.on('error', (error) => fail(error.message));
      worker.on('exit', () => fail('the thread ended'));
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  });
}
