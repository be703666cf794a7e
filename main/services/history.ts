// Everything that was done: all runs, searchable, and the log of decisions.
import type { history } from '../../shared/contract/history.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import type { AppContext } from './context.ts';

export function createHistoryService({ workspace }: Pick<AppContext, 'workspace'>): Implementation<typeof history> {
  const { store } = workspace;
  return {
    runs: (query) => store.findRuns(query),
    activity: (query) => store.activity.list(query),
  };
}
