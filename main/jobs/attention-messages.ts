// What is asked about one judged image, and where the model looked.
import { z } from 'zod';

export const attentionPayload = z.object({
  runId: z.int().positive(),
  /** Root of the workspace, for the pixel cache and the originals. */
  workspace: z.string(),
  /** The exported model, as it inspects on the line. */
  model: z.string(),
  size: z.int().positive(),
  image: z.object({
    id: z.int(),
    path: z.string(),
    contentHash: z.string(),
    classIndex: z.int(),
    split: z.enum(['train', 'validation', 'test']),
  }),
  /** Classes, by their place in the run's classes. */
  classes: z.array(z.int().nonnegative()).min(1),
});
export type AttentionOrder = z.infer<typeof attentionPayload>;

export const attentionResult = z.object({
  side: z.int().positive(),
  /** In the order asked; `[side,side]` row after row, 0 to 255. */
  maps: z.array(z.array(z.int().min(0).max(255))),
});
export type AttentionResult = z.infer<typeof attentionResult>;
