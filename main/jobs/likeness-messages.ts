// What a likeness study is given; it gives back the result of shared/domain/study.ts.
import { z } from 'zod';

export const likenessPayload = z.object({
  runId: z.int().positive(),
  /** Root of the workspace, for the pixel cache and the originals. */
  workspace: z.string(),
  /** The exported model, as it inspects on the line. */
  model: z.string(),
  size: z.int().positive(),
  /** File that lists the images of the snapshot. */
  images: z.string(),
});

/** Images looked at, of how many in all. */
export const likenessEvent = z.object({ done: z.int(), total: z.int() });
