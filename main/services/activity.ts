// Writing and logging as one: what a service changes and the entry that says so are committed together.
import type { Activity, ActivityDraft } from '../../shared/contract/history.ts';
import type { AppContext } from './context.ts';

export type Log = (draft: ActivityDraft) => void;

/**
 * Runs `body` in one transaction, which must not wait for anything. The entries it logs are in that transaction, and
 * every window hears of them once it is committed.
 */
export function logged<T>({ workspace, emit }: Pick<AppContext, 'workspace' | 'emit'>, body: (log: Log) => T): T {
  const { store } = workspace;
  const entries: Activity[] = [];
  const result = store.transaction(() => body((draft) => entries.push(store.activity.record(draft))));
  for (const entry of entries) emit.history('added', entry);
  return result;
}
