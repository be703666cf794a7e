// In a thread of its own, because reading and hashing a whole package takes seconds: is the package as it was signed, and
// does it judge its own samples as it did where it was made?
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { createInlineExecutor } from '../../engine/ort/inline.ts';
import { checkSamples } from '../../export/package/check-samples.ts';
import { verifyPackage } from '../../export/package/verify.ts';
import { checkFailure, type GoldenAnswer } from './golden.ts';

const { path, sha256 } = z.object({ path: z.string(), sha256: z.string() }).parse(workerData);

async function answer(): Promise<GoldenAnswer> {
  const executor = createInlineExecutor(1);
  try {
    const found = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    // A package that was put in the place of the one in use may be well signed, too.
    if (found !== sha256) throw new NarashiError('package.container-altered', { path });
    return { samples: await checkSamples(executor, await verifyPackage(path)), failure: null };
  } catch (error) {
    if (error instanceof NarashiError) return { samples: null, failure: { en: error.in('en'), ja: error.in('ja') } };
    const reason = error instanceof Error ? error.message : String(error);
    return { samples: null, failure: checkFailure(reason) };
  } finally {
    // The thread ends by itself: one that is ended inside ONNX Runtime takes the process with it.
    await executor.close();
  }
}

parentPort?.postMessage(await answer());
