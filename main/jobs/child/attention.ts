// Where the exported model looked in one image, as a job of its own process.
import { readFile } from 'node:fs/promises';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { layerCam } from '../../eval/index.ts';
import { toChannelsFirst } from '../../export/judge.ts';
import { readModel } from '../../onnx/read.ts';
import { float32 } from '../../onnx/tensor.ts';
import { attentionOf } from '../../train/attention.ts';
import { type AttentionResult, attentionPayload } from '../attention-messages.ts';
import { startEngine } from '../engine.ts';
import type { JobContext } from './job.ts';
import { prepareImages } from './prepare-images.ts';
import { recordsOf } from './split-images.ts';

/** A training may be going on: one image does not need all cores. */
const THREADS = 1;

export async function attentionJob(payload: unknown, { signal }: JobContext): Promise<AttentionResult> {
  const { runId, workspace, model, size, image, classes } = attentionPayload.parse(payload);
  const cache = await prepareImages({
    workspace,
    size,
    images: [image],
    signal,
  });
  const engine = startEngine({ threads: THREADS });
  try {
    const pixels = new Uint8Array(cache.recordBytes);
    await cache.read(recordsOf([image], cache).records[0] ?? -1, pixels);
    const input = float32([1, 3, size, size], new Float32Array(3 * size * size));
    toChannelsFirst(pixels, input, 1);
    const found = await attentionOf(
      engine.executor,
      readModel(await readFile(model)),
      input.data,
      [3, size, size],
      classes,
    );
    if (!found) throw new NarashiError('judging.no-map', { id: runId });
    const looked = found.map(layerCam);
    return {
      side: looked[0]?.side ?? 1,
      maps: looked.map(({ map }) => Array.from(map, (value) => Math.round(255 * Math.min(1, value)))),
    };
  } finally {
    await engine.close();
    await cache.close();
  }
}
