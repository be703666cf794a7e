// What the judging of a golden set is given, and what it gives back.
import { z } from 'zod';

export const goldenPayload = z.object({
  runId: z.int().positive(),
  /** Root of the workspace, for the pixel cache and the originals. */
  workspace: z.string(),
  /** The exported model, as it inspects on the line. */
  model: z.string(),
  size: z.int().positive(),
  /** In order; few enough to be said. */
  images: z.array(z.object({ hash: z.string(), path: z.string() })).min(1),
});

/** Images judged, of how many in all. */
export const goldenEvent = z.object({ done: z.int(), total: z.int() });

export const goldenResult = z.object({
  /** SHA-256 of the file that judged. */
  model: z.string(),
  classes: z.array(z.object({ name: z.string(), verdict: z.enum(['OK', 'NG']) })),
  /** [N][C], in the order of the images. */
  probabilities: z.array(z.array(z.number().min(0).max(1))),
});
export type GoldenResult = z.infer<typeof goldenResult>;
