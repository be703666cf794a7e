// Schemas that several services share: identities, texts with a length, figures, errors as they cross a bridge.
import { z } from 'zod';
import { splits, type Verdict, verdicts } from '../domain/dataset.ts';
import type { ClassMetrics, Evaluation, Rate } from '../domain/evaluation.ts';
import { type ErrorCode, messages } from './errors/index.ts';

export const identity = z.int().positive();
export const count = z.int().nonnegative();
export const amount = z.number().nonnegative();
export const share = z.number().min(0).max(1);
/** ISO 8601, UTC. */
export const moment = z.string().max(40);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Valid Unicode without NUL; SQLite and every file system give it back unchanged. */
export const text = z
  .string()
  .max(4_000)
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'not valid Unicode text');
/** A name that people give: one line, not blank. */
export const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  .refine((value) => value.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(value), 'not a name on one line');
/** A permission the user gave by picking or dropping files, or by choosing where to save. Never a path. */
export const grant = z.string().regex(/^[0-9a-f-]{36}$/);
export const nothing = z.strictObject({});

export const verdict: z.ZodType<Verdict> = z.enum(verdicts);
export const split = z.enum(splits);
export const classLabel = z.object({ name: z.string(), verdict });

export const errorCode = z.custom<ErrorCode>((value) => typeof value === 'string' && Object.hasOwn(messages, value));
/** A failure or warning as data; `describe` of contract/errors makes the sentence. */
export const problem = z.object({
  code: errorCode,
  data: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Problem = z.infer<typeof problem>;

export const rate: z.ZodType<Rate> = z.object({
  count,
  total: z.int().positive(),
  value: share,
  low: share,
  high: share,
});
const classMetrics: z.ZodType<ClassMetrics> = z.object({
  precision: share.nullable(),
  recall: share.nullable(),
  f1: share.nullable(),
  support: count,
});
export const evaluation: z.ZodType<Evaluation> = z
  .object({
    classes: z.array(z.object({ name: z.string().min(1), verdict })),
    images: count,
    confusion: z.array(z.array(count)),
    accuracy: rate.nullable(),
    balancedAccuracy: share.nullable(),
    perClass: z.array(classMetrics),
    macro: z.object({ precision: share, recall: share, f1: share }).nullable(),
    escape: rate.nullable(),
    overkill: rate.nullable(),
    logLoss: z.number().nonnegative().nullable(),
    calibrationError: share.nullable(),
  })
  .refine(
    ({ classes, confusion, perClass }) =>
      [confusion, perClass, ...confusion].every((list) => list.length === classes.length),
    'the confusion matrix does not fit the classes',
  )
  .refine(
    ({ images, confusion }) => confusion.flat().reduce((sum, cell) => sum + cell, 0) === images,
    'the confusion matrix does not add up to the images',
  );

/** Little-endian int32 values as bytes: lists of image identities are long. */
export const identityBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.length % 4 === 0 && bytes.length <= 4e6);

export function packIdentities(ids: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Int32Array.from(ids).buffer);
}

export function unpackIdentities(bytes: Uint8Array): Int32Array<ArrayBuffer> {
  return new Int32Array(Uint8Array.from(bytes).buffer);
}
