// Worker thread: reads cached pixels, varies them, and fills batch buffers. Keeps no state between requests, so that any
// number of workers, started at any step, produce the same batches.
import { openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { imageBytes } from '../../shared/domain/images.ts';
import { random } from '../../shared/domain/random.ts';
import { createAugment } from './augment.ts';
import type { FillRequest, WorkerReply, WorkerSetup } from './batch-messages.ts';
import { reasonOf } from './disk-error.ts';

const { pixelFile, preprocessing, augmentation, seed }: WorkerSetup = workerData;
const recordBytes = imageBytes(preprocessing);
const augment = createAugment(preprocessing, augmentation);
const pixels = new Uint8Array(recordBytes);
let file: number | undefined;

function fill({ epoch, images, records, indices, repeats }: FillRequest): void {
  file ??= openSync(pixelFile, 'r');
  for (let i = 0; i < records.length; i++) {
    const record = records[i] ?? -1;
    const read = record < 0 ? 0 : readSync(file, pixels, 0, recordBytes, record * recordBytes);
    if (read !== recordBytes) throw new Error(`record ${record} is missing from ${pixelFile}`);
    augment(pixels, images, i * recordBytes, random(seed, 'augment', epoch, indices[i] ?? 0, repeats[i] ?? 0));
  }
}

parentPort?.on('message', (request: FillRequest) => {
  try {
    fill(request);
    const reply: WorkerReply = { ticket: request.ticket, images: request.images };
    parentPort?.postMessage(reply, [request.images.buffer]);
  } catch (error) {
    const reply: WorkerReply = { failed: reasonOf(error) };
    parentPort?.postMessage(reply);
  }
});
