// The check of an exported model as a job of its own process.
import { startEngine } from '../engine.ts';
import { readJudgedList } from '../image-list.ts';
import { type VerifiedFile, verifyPayload } from '../verify-messages.ts';
import type { JobContext } from './job.ts';
import { verifyModel } from './verify-model.ts';

export async function verifyJob(payload: unknown, { signal, report }: JobContext): Promise<VerifiedFile> {
  const { judged, ...order } = verifyPayload.parse(payload);
  const references = await readJudgedList(judged);
  const engine = startEngine({ memory: order.workspace });
  try {
    return await verifyModel(engine, order, references, {
      signal,
      onProgress: (done, total) => report({ done, total }),
    });
  } finally {
    await engine.close();
  }
}
