// What the services of the app share: the workspace, what the user granted, and the way to tell every window of news.
import type { Contracts } from '../../shared/contract/index.ts';
import type { Emit } from '../../shared/rpc/contract.ts';
import type { Downloads } from './downloads.ts';
import type { Grants } from './grants.ts';
import type { Workspace } from './workspace.ts';

export interface AppContext {
  readonly workspace: Workspace;
  readonly grants: Grants;
  readonly downloads: Downloads;
  /** Per service, the function that sends its events to every connected client. */
  readonly emit: { readonly [K in keyof Contracts]: Emit<Contracts[K]> };
}
