// The exported model: proved against the judgements of training, then saved where the user wants it.
import { z } from 'zod';
import { method, service } from '../rpc/contract.ts';
import { classLabel, count, grant, identity, sha256 } from './common.ts';

export const exportedModel = z.object({
  runId: identity,
  /** `model.onnx` and its description beside it, as proposed to the user. */
  fileName: z.string(),
  bytes: count,
  sha256,
  classes: z.array(classLabel),
  /** Side of the input image the network sees, pixels. */
  size: count,
  input: z.string(),
  output: z.string(),
  parity: z.object({ images: count, disagreements: count, largestDifference: z.number() }),
  /** The file was missing or altered and had to be made again. */
  rebuilt: z.boolean(),
});
export type ExportedModel = z.infer<typeof exportedModel>;

const one = z.strictObject({ runId: identity });

export const exports = service(
  'exports',
  {
    /** Runs the file over the whole test split; fails where it judges otherwise than training did. */
    verify: method(one, exportedModel, z.object({ done: count, total: count })),
    /**
     * Copies model and description to the place the user chose. Without a grant, where the host cannot ask for a place,
     * both are kept as one ZIP file for one download; `path` is its name then.
     */
    save: method(
      z.strictObject({ runId: identity, grant: grant.optional() }),
      z.object({ path: z.string(), sidecar: z.string(), download: z.string().nullable() }),
    ),
  },
  {},
);
