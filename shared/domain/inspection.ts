// What an inspection on the line says of a part, and of itself. An error is never OK: the line takes the part out as NG.
import { z } from 'zod';

export const outcomes = ['OK', 'NG', 'review', 'error'] as const;
export type Outcome = (typeof outcomes)[number];

export const inspectedPart = z.object({
  /** Grows by one with each part of a line; never given twice. */
  id: z.int().positive(),
  /** What the line itself calls the part (number given with the trigger, or in the request); null where it gave none. */
  reference: z.string().nullable(),
  source: z.enum(['folder', 'http', 'stdin', 'replay']),
  /** File name of the image, or what the sender called it. */
  name: z.string(),
  /** SHA-256 of the image's bytes, hexadecimal; null where they could not be read. */
  contentHash: z.string().nullable(),
  outcome: z.enum(outcomes),
  /** Most probable class; null where nothing was judged. */
  className: z.string().nullable(),
  /** Index of that class, -1 where there is none. */
  classIndex: z.int().min(-1),
  /** Sum of the probabilities of the NG classes, 0 to 1. */
  ngScore: z.number().min(0).max(1).nullable(),
  /** To the training images, 0 to 2; null where the model does not measure it. */
  distance: z.number().nullable(),
  /** Why nothing was judged. */
  errorCode: z.string().nullable(),
  /** Short name of the model's package. */
  model: z.string(),
  /** When the image was complete, ISO 8601. */
  receivedAt: z.string(),
  /** From the complete image to the verdict. */
  milliseconds: z.number().nonnegative(),
});
export type InspectedPart = z.infer<typeof inspectedPart>;

/** What the line sees of the inspection itself. */
export interface LineStatus {
  /** A model is loaded, the disk can be written, the last parts were judged in time. */
  readonly ready: boolean;
  /** A part is being judged. */
  readonly busy: boolean;
  /** Why it is not ready; 0 where it is. */
  readonly fault: number;
}

/** Numbers of faults on the line's bus. They never change their meaning. */
export const faults = {
  none: 0,
  starting: 1,
  modelMissing: 2,
  modelRefused: 3,
  engineFailed: 4,
  timeout: 5,
  diskFull: 6,
  recordFailed: 7,
  stopping: 8,
  goldenFailed: 9,
} as const;
export type Fault = keyof typeof faults;
