// Jobs done in the test's own process, at once: for tests of what the parent makes of them.
import { kinds } from '../../main/jobs/child/kinds.ts';
import type { StartChild } from '../../main/jobs/control/child.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';

export interface InProcess {
  /** Called with the kind and payload of each job before it begins. */
  readonly onStart?: (kind: string) => void | Promise<void>;
  /** Called with every event before the parent hears of it. */
  readonly onEvent?: (kind: string, event: unknown) => void;
}

export function startInProcess({ onStart, onEvent }: InProcess = {}): StartChild {
  return (kind, payload, options = {}) => {
    const stop = new AbortController();
    const job = kinds[kind];
    if (job === undefined) throw new Error(`no job ${kind}`);
    const tell = async (event: unknown): Promise<void> => {
      onEvent?.(kind, event);
      // As JSON, as between processes.
      await options.onEvent?.(JSON.parse(JSON.stringify(event)));
    };
    const work = async (): Promise<unknown> => {
      await onStart?.(kind);
      const context = { signal: stop.signal, report: (event: unknown) => void tell(event), ask: tell };
      const outcome = await job(JSON.parse(JSON.stringify(payload)), context).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      if (stop.signal.aborted) throw new NarashiError('jobs.stopped', { kind });
      if ('error' in outcome) throw outcome.error;
      return JSON.parse(JSON.stringify(outcome.value));
    };
    const result = work();
    result.catch(() => undefined);
    const end = (): void => stop.abort();
    return { pid: undefined, result, stop: end, kill: end };
  };
}
