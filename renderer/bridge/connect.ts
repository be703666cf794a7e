// The way to the services: Electron's MessagePort where the page runs in the app's own window, else a WebSocket.

import type { Contracts } from '../../shared/contract/index.ts';
import { contracts } from '../../shared/contract/index.ts';
import { connectLasting, type Link } from '../../shared/rpc/reconnect.ts';
import type { HostBridge } from './host.ts';

export interface Connected {
  readonly link: Link<Contracts>;
  readonly host: HostBridge;
}

export async function connect(): Promise<Connected> {
  if (window.narashi) {
    const { electronHost, openPort } = await import('./electron.ts');
    const { narashi } = window;
    return { link: connectLasting(contracts, () => openPort(narashi)), host: electronHost(narashi) };
  }
  const { browserHost, openSocket } = await import('./browser.ts');
  return { link: connectLasting(contracts, openSocket), host: browserHost };
}
