// The services as the screens call them, and the host around the page. Set once, before anything is shown.
import type { Contracts } from '../../shared/contract/index.ts';
import type { Clients } from '../../shared/rpc/contract.ts';
import type { HostBridge } from '../bridge/host.ts';

export type Api = Clients<Contracts>;

let given: { readonly api: Api; readonly host: HostBridge } | undefined;

export function provide(api: Api, host: HostBridge): void {
  given = { api, host };
}

export function useApi(): Api {
  if (!given) throw new Error('The app is not connected yet');
  return given.api;
}

export function useHost(): HostBridge {
  if (!given) throw new Error('The app is not connected yet');
  return given.host;
}
