// What the self-test of one device is given, and what it found.
import { z } from 'zod';
import { cardProviders } from '../engine/providers.ts';

export const devicePayload = z.object({ provider: z.enum(cardProviders), workspace: z.string() });

export const deviceFinding = z.object({
  state: z.enum(['passed', 'slower', 'differs', 'unavailable', 'failed']),
  difference: z.number().nullable(),
  speedup: z.number().nullable(),
  detail: z.string().nullable(),
});
export type DeviceFinding = z.infer<typeof deviceFinding>;
