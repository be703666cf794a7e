// What travels between the two ends of a channel.
import { z } from 'zod';
import { problem } from '../contract/common.ts';

const id = z.int().positive();
/** `service.method` or `service.event`. */
const wireName = z.string().max(100);

export const toServer = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('request'), id, method: wireName, input: z.unknown().optional() }),
  z.strictObject({ type: z.literal('cancel'), id }),
]);
export type ToServer = z.infer<typeof toServer>;

export const toClient = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('reply'), id, output: z.unknown() }),
  z.strictObject({ type: z.literal('error'), id, ...problem.shape }),
  z.strictObject({ type: z.literal('progress'), id, value: z.unknown() }),
  z.strictObject({ type: z.literal('event'), name: wireName, value: z.unknown() }),
]);
export type ToClient = z.infer<typeof toClient>;
