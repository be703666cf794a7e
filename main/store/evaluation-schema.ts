// The stored form of an evaluation, checked on the way in and out.
import { z } from 'zod';
import { verdicts } from '../../shared/domain/dataset.ts';
import type { ClassMetrics, Evaluation, Rate } from '../../shared/domain/evaluation.ts';
import { count, filledText } from './schemas.ts';

const share = z.number().min(0).max(1);
const rate: z.ZodType<Rate> = z.object({ count, total: z.int().positive(), value: share, low: share, high: share });
const classMetrics: z.ZodType<ClassMetrics> = z.object({
  precision: share.nullable(),
  recall: share.nullable(),
  f1: share.nullable(),
  support: count,
});

export const evaluationSchema: z.ZodType<Evaluation> = z
  .object({
    classes: z.array(z.object({ name: filledText, verdict: z.enum(verdicts) })),
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
