// A network from elsewhere is looked at, as a job of its own: reading large ones takes seconds and much memory.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeBackbone } from '../../backbone/describe.ts';
import { readBackboneFile } from '../../backbone/read.ts';
import { placeWhole } from '../../data/whole-file.ts';
import { type BackboneResult, backbonePayload } from '../backbone-messages.ts';
import { backbonePath } from '../run-files.ts';
import type { JobContext } from './job.ts';

/** @throws NarashiError backbone.*, onnx.* */
export async function backboneJob(payload: unknown, { signal }: JobContext): Promise<BackboneResult> {
  const { path, corrections, keepIn } = backbonePayload.parse(payload);
  const file = readBackboneFile(path);
  const { card, reasons, candidates } = describeBackbone(file, corrections);
  signal.throwIfAborted();
  // What is refused for want of an answer leaves nothing behind.
  if (keepIn !== null && card.preprocessing.known !== 'unknown') {
    const write = (temporary: string) => writeFile(temporary, file.bytes);
    await placeWhole(backbonePath(keepIn, file.id), join(keepIn, 'tmp', 'backbones'), write);
  }
  const listed = candidates.map(({ feature, nodesAfter }) => ({ ...feature, nodesAfter }));
  return { card, fileName: file.fileName, reasons: [...reasons], candidates: listed };
}
