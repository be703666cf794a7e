// What looking at a network from elsewhere is given, and what it gives back.
import { z } from 'zod';
import { backboneCorrections, lookedBackbone } from '../../shared/contract/backbones.ts';

export const backbonePayload = z.object({
  /** Of the model. */
  path: z.string(),
  corrections: backboneCorrections,
  /** Where its file is kept: `backbones` and `tmp` are made below it. Null: it is only looked at. */
  keepIn: z.string().nullable(),
});
export type BackbonePayload = z.infer<typeof backbonePayload>;

export const backboneResult = lookedBackbone.omit({ isKnown: true });
export type BackboneResult = z.infer<typeof backboneResult>;
