// The serving end of a channel: every message checked, every answer checked, nothing leaked, everything stoppable.

import type { Problem } from '../contract/common.ts';
import { NarashiError } from '../contract/errors/index.ts';
import { type CataloguedMethod, methodsOf, reasonOf } from './catalogue.ts';
import type { Channel } from './channel.ts';
import type { CallContext, ContractSet, Implementations } from './contract.ts';
import type { EventListener } from './events.ts';
import { type ToClient, type ToServer, toServer } from './messages.ts';
import { findBreach } from './plain-data.ts';

/** A failure that is nobody's fault but ours. The client only learns `id`, to find it in the log. */
export interface CallFailure {
  readonly id: string;
  readonly method: string;
  readonly error: unknown;
}

export interface ServeOptions {
  readonly events: { subscribe(listener: EventListener): () => void };
  readonly report: (failure: CallFailure) => void;
}

type Run = (input: unknown, context: CallContext<unknown>) => unknown;
type Request = Extract<ToServer, { type: 'request' }>;

/** Calls of one client that may be under way at once. */
const pendingLimit = 256;

/** Answers the calls of one client until its channel closes; calls still going on are then aborted. */
export function serve<C extends ContractSet>(
  contracts: C,
  implementations: Implementations<C>,
  channel: Channel,
  options: ServeOptions,
): void;
export function serve(
  contracts: ContractSet,
  implementations: Readonly<Record<string, Readonly<Record<string, Run>>>>,
  channel: Channel,
  { events, report }: ServeOptions,
): void {
  const methods = methodsOf(contracts);
  const pending = new Map<number, AbortController>();
  const send = (message: ToClient) => channel.send(message);
  const unsubscribe = events.subscribe((name, value) => send({ type: 'event', name, value }));

  channel.onClose(() => {
    unsubscribe();
    for (const controller of pending.values()) controller.abort();
    pending.clear();
  });

  channel.onMessage((message) => {
    const breach = findBreach(message);
    const parsed = toServer.safeParse(message);
    // Whoever does not speak the protocol is not one of our windows.
    if (!parsed.success) return channel.close();
    const { data } = parsed;
    if (data.type === 'cancel') return pending.get(data.id)?.abort();
    if (pending.has(data.id)) return channel.close();
    if (breach === 'too-large') return refuse(data, new NarashiError('rpc.too-large', {}));
    if (breach) return refuse(data, new NarashiError('rpc.invalid-input', { method: data.method, reason: breach }));
    const method = methods.get(data.method);
    if (!method) return refuse(data, new NarashiError('rpc.unknown-method', { method: data.method }));
    if (pending.size >= pendingLimit) return refuse(data, new NarashiError('rpc.busy', {}));
    const input = method.contract.input.safeParse(data.input);
    if (!input.success) {
      const reason = reasonOf(input.error);
      return refuse(data, new NarashiError('rpc.invalid-input', { method: data.method, reason }));
    }
    void answer(data.id, method, input.data);
  });

  function refuse({ id }: Request, error: NarashiError): void {
    send({ type: 'error', id, ...problemOf(error) });
  }

  async function answer(id: number, method: CataloguedMethod, input: unknown): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    pending.set(id, controller);
    let message: ToClient;
    try {
      const run = implementations[method.service]?.[method.method];
      if (!run) throw new Error('not implemented');
      const progress = (value: unknown) => {
        if (pending.get(id) === controller && !signal.aborted) reportProgress(id, method, value);
      };
      message = { type: 'reply', id, output: checked(method, await run(input, { signal, progress })) };
    } catch (error) {
      message = { type: 'error', id, ...explain(error, method, signal) };
    }
    if (pending.get(id) === controller) pending.delete(id);
    send(message);
  }

  function reportProgress(id: number, { name, contract }: CataloguedMethod, value: unknown): void {
    const parsed = contract.progress?.safeParse(value);
    if (parsed?.success) send({ type: 'progress', id, value: parsed.data });
    else report({ id: shortId(), method: name, error: new Error(parsed ? reasonOf(parsed.error) : 'no progress') });
  }

  function explain(error: unknown, { name }: CataloguedMethod, signal: AbortSignal): Problem {
    if (error instanceof NarashiError) return problemOf(error);
    if (signal.aborted) return problemOf(new NarashiError('rpc.cancelled', {}));
    const id = shortId();
    report({ id, method: name, error });
    return problemOf(new NarashiError('rpc.internal', { id }));
  }
}

/** The output as its schema gives it: what the contract does not name stays here. */
function checked({ contract }: CataloguedMethod, output: unknown): unknown {
  const parsed = contract.output.safeParse(output);
  if (!parsed.success) throw new Error(`wrong output: ${reasonOf(parsed.error)}`);
  const breach = findBreach(parsed.data);
  if (breach) throw new Error(`wrong output: ${breach}`);
  return parsed.data;
}

function problemOf({ code, data }: NarashiError): Problem {
  return { code, data };
}

/** Six characters a person can read out over the telephone. */
function shortId(): string {
  const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => alphabet[byte % alphabet.length]).join('');
}
