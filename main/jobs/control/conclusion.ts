// What becomes of a run when an attempt at it has ended: decided here, carried out by the queue.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { AttemptEnd } from './attempt.ts';

/** Why the attempt was asked to stop. */
export type Intent = 'pause' | 'stop' | 'close';

export type Conclusion =
  | { readonly become: 'done' | 'paused' | 'stopped' }
  /** It goes on at the next start of the app. */
  | { readonly become: 'interrupted' }
  /** Back into the queue at once. */
  | { readonly become: 'queued'; readonly error?: unknown }
  /** Back into the queue, to go on from its last checkpoint on the CPU. */
  | { readonly become: 'device-lost'; readonly error: unknown }
  | { readonly become: 'failed'; readonly error: unknown };

/** Broken off so often in a row without getting further, a run is given up. */
export const BREAKS = 2;

/** Errors that a device gives, be it lost, out of memory, wrong, or its driver at fault. */
export function isDeviceFailure(error: unknown): boolean {
  const codes: readonly string[] = [
    'engine.run-failed',
    'engine.load-failed',
    'engine.device-differs',
    'jobs.crashed',
    'jobs.hung',
  ];
  return error instanceof NarashiError && codes.includes(error.code);
}

/**
 * @param breaks how often it broke off in a row without getting further, this time included
 * @param onGpu whether it was trained on a GPU
 */
export function conclude(
  runId: number,
  end: AttemptEnd,
  intent: Intent | undefined,
  breaks: number,
  onGpu = false,
): Conclusion {
  if (end.outcome === 'done') return { become: 'done' };
  if (intent === 'close' && (end.outcome === 'stopped' || end.broke)) return { become: 'interrupted' };
  if (end.outcome === 'stopped') {
    // Told to stop by somebody outside the app: it goes on.
    if (!intent) return { become: 'queued' };
    return { become: intent === 'stop' ? 'stopped' : 'paused' };
  }
  const { error, broke } = end;
  if (onGpu && !intent && isDeviceFailure(error)) return { become: 'device-lost', error };
  // What failed with a reason would fail again.
  if (!broke) return { become: 'failed', error };
  if (breaks < BREAKS) return { become: 'queued', error };
  const reason = error instanceof Error ? error.message : String(error);
  const again = new NarashiError('jobs.crashed-again', { id: runId, times: breaks, reason }, { cause: error });
  return { become: 'failed', error: again };
}
