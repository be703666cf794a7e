// A job whose caller may lose interest.
import type { ChildJob } from './child.ts';

/**
 * What the job comes to. Once the signal is aborted it is asked to stop.
 * @param patience milliseconds it gets to stop by itself; the usual ones when absent
 */
export async function untilAborted(child: ChildJob, signal: AbortSignal, patience?: number): Promise<unknown> {
  const stop = () => child.stop(patience);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  return child.result.finally(() => signal.removeEventListener('abort', stop));
}
