// The daily proof that this PC still judges with this package as the package was made to.
import { Worker } from 'node:worker_threads';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { SampleCheck } from '../../export/package/check-samples.ts';

export interface GoldenAnswer {
  readonly samples: SampleCheck | null;
  /** What went wrong; null where every sample was judged as it should be. */
  readonly failure: { readonly en: string; readonly ja: string } | null;
}

/** Of a check that came to no answer, in both languages. */
export function checkFailure(reason: string): NonNullable<GoldenAnswer['failure']> {
  const error = new NarashiError('line.check-failed', { reason });
  return { en: error.in('en'), ja: error.in('ja') };
}

/** In a thread that ends by itself. Never throws. */
export function checkGolden(path: string, sha256: string): Promise<GoldenAnswer> {
  return new Promise((resolve) => {
    const fail = (reason: string) => resolve({ samples: null, failure: checkFailure(reason) });
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
