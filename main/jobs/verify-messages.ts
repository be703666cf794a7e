// What a check of an exported model is given and gives back.
import { z } from 'zod';
import { exportedFile, trainOrder } from './train-messages.ts';

export const verifyOrder = trainOrder.omit({ checkpointSeconds: true }).extend({
  /** SHA-256 of the model as it was recorded; null where it never was. */
  recorded: z.string().nullable(),
});
export type VerifyOrder = z.infer<typeof verifyOrder>;

/** A check in a child: the judgements lie in a file. */
export const verifyPayload = verifyOrder.extend({ judged: z.string() });

export const verifyEvent = z.object({ done: z.int(), total: z.int() });

export const verifiedFile = exportedFile.extend({
  /** The file was missing or altered and had to be made again. */
  rebuilt: z.boolean(),
  /** Names of the model's input and output. */
  input: z.string(),
  output: z.string(),
});
export type VerifiedFile = z.infer<typeof verifiedFile>;
