// What a child process and its parent say to each other, as JSON over Node's channel; see docs/decisions/006.
import { z } from 'zod';
import { problem } from '../../shared/contract/common.ts';

/** How a job failed: an error with a code, or one nobody expected. */
export const failure = z.union([
  problem,
  z.object({ code: z.null(), message: z.string(), stack: z.string().optional() }),
]);
export type Failure = z.infer<typeof failure>;

export const toChild = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), kind: z.string(), payload: z.unknown() }),
  z.object({ type: z.literal('stop') }),
  /** The parent has dealt with an `ask`: what it reported is on disk. */
  z.object({ type: z.literal('handled'), ask: z.int() }),
  z.object({ type: z.literal('refused'), ask: z.int(), failure }),
]);
export type ToChild = z.infer<typeof toChild>;

export const toParent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('alive') }),
  z.object({ type: z.literal('event'), event: z.unknown() }),
  z.object({ type: z.literal('ask'), ask: z.int(), event: z.unknown() }),
  z.object({ type: z.literal('done'), result: z.unknown() }),
  z.object({ type: z.literal('failed'), failure }),
]);
export type ToParent = z.infer<typeof toParent>;

export const HEARTBEAT_SECONDS = 1;
