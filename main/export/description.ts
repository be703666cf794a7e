// Reads back what an exported model says of itself.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { verdicts } from '../../shared/domain/dataset.ts';
import type { Model } from '../onnx/model.ts';

const triple = z.tuple([z.number(), z.number(), z.number()]);

const descriptionSchema = z.object({
  version: z.literal(1),
  classes: z.array(z.object({ name: z.string(), verdict: z.enum(verdicts) })).min(2),
  preprocessing: z.object({
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    resize: z.literal('stretch'),
    kernel: z.literal('triangle'),
    channels: z.literal(3),
    mean: triple,
    std: triple,
    deepBits: z.union([z.literal('auto'), z.literal(10), z.literal(12), z.literal(14), z.literal(16)]),
  }),
  input: z.string(),
  output: z.string(),
  origin: z.record(z.string(), z.union([z.string(), z.number()])),
});

export type ModelDescription = z.infer<typeof descriptionSchema>;

/** @throws NarashiError export.not-ours when the model was not exported by Narashi */
export function readDescription(model: Model, path: string): ModelDescription {
  try {
    return descriptionSchema.parse(JSON.parse(model.metadata.get('narashi') ?? ''));
  } catch (error) {
    throw new NarashiError('export.not-ours', { path }, { cause: error });
  }
}
