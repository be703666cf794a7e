// Clients that outlive their channel: when it is lost a new one is opened. Nothing is sent again; whoever shows data
// reloads it in `onReconnect`.
import type { Channel } from './channel.ts';
import { createCaller } from './client.ts';
import type { Clients, ContractSet } from './contract.ts';

export type LinkStatus = 'connecting' | 'connected' | 'lost' | 'closed';

export interface Link<C extends ContractSet> {
  readonly clients: Clients<C>;
  readonly status: LinkStatus;
  /** Called at every change of `status`; returns what ends it. */
  onStatus(listener: (status: LinkStatus) => void): () => void;
  /** Called when a new channel stands after one was lost; returns what ends it. */
  onReconnect(listener: () => void): () => void;
  close(): void;
}

/** Waits between attempts, ms; the last one repeats. */
const defaultDelays = [100, 300, 1_000, 2_000, 5_000] as const;

/** @param open opens a channel; rejects where that fails just now */
export function connectLasting<C extends ContractSet>(
  contracts: C,
  open: () => Promise<Channel>,
  delays: readonly number[] = defaultDelays,
): Link<C> {
  const caller = createCaller(contracts);
  const statusListeners = new Set<(status: LinkStatus) => void>();
  const reconnectListeners = new Set<() => void>();
  let status: LinkStatus = 'connecting';
  let channel: Channel | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasConnected = false;

  function become(next: LinkStatus): void {
    if (status === next || status === 'closed') return;
    status = next;
    for (const listener of statusListeners) listener(next);
  }

  async function attempt(failures: number): Promise<void> {
    let opened: Channel;
    try {
      opened = await open();
    } catch {
      return retry(failures);
    }
    if (status === 'closed') return opened.close();
    channel = opened;
    caller.attach(opened);
    opened.onClose(() => retry(0));
    const isNew = wasConnected;
    wasConnected = true;
    become('connected');
    if (isNew) for (const listener of reconnectListeners) listener();
  }

  function retry(failures: number): void {
    if (status === 'closed') return;
    if (wasConnected) become('lost');
    const delay = delays[Math.min(failures, delays.length - 1)] ?? 0;
    timer = setTimeout(() => void attempt(failures + 1), delay);
  }

  void attempt(0);
  return {
    clients: caller.clients,
    get status() {
      return status;
    },
    onStatus: (listener) => listen(statusListeners, listener),
    onReconnect: (listener) => listen(reconnectListeners, listener),
    close() {
      become('closed');
      clearTimeout(timer);
      channel?.close();
    },
  };
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
