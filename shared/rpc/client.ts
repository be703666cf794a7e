// The calling end of a channel: one client per service, made from the contracts alone.
import type { Problem } from '../contract/common.ts';
import { fits, NarashiError } from '../contract/errors/index.ts';
import { type CataloguedMethod, eventsOf, methodsOf, reasonOf } from './catalogue.ts';
import type { Channel } from './channel.ts';
import type { CallOptions, Clients, ContractSet } from './contract.ts';
import { type ToClient, type ToServer, toClient } from './messages.ts';
import { findBreach } from './plain-data.ts';

/** Clients whose channel can be put in, and put in anew after it was lost. */
export interface Caller<C extends ContractSet> {
  readonly clients: Clients<C>;
  /** From now on calls go through this channel. When it closes, calls under way fail; nothing is sent again. */
  attach(channel: Channel): void;
}

interface PendingCall {
  readonly method: CataloguedMethod;
  readonly onProgress: ((value: unknown) => void) | undefined;
  resolve(output: unknown): void;
  reject(error: NarashiError): void;
}

type Answer = Exclude<ToClient, { type: 'event' }>;
type Listener = (value: unknown) => void;

/** The clients of all services over one channel. */
export function connect<C extends ContractSet>(contracts: C, channel: Channel): Clients<C> {
  const caller = createCaller(contracts);
  caller.attach(channel);
  return caller.clients;
}

export function createCaller<C extends ContractSet>(contracts: C): Caller<C>;
export function createCaller(contracts: ContractSet) {
  const calls = new Calls();
  const listeners = new Map([...eventsOf(contracts).keys()].map((name) => [name, new Set<Listener>()] as const));
  const schemas = eventsOf(contracts);

  function receiveEvent(name: string, value: unknown): void {
    const parsed = schemas.get(name)?.safeParse(value);
    if (parsed?.success) for (const listener of listeners.get(name) ?? []) listener(parsed.data);
  }

  function on(service: string, event: string, listener: Listener): () => void {
    const set = listeners.get(`${service}.${event}`);
    set?.add(listener);
    return () => set?.delete(listener);
  }

  const methods = [...methodsOf(contracts).values()];
  const clients = Object.entries(contracts).map(([key, { name }]) => {
    const own = methods.filter(({ service }) => service === key);
    const functions = own.map(
      (method) =>
        [
          method.method,
          (input: unknown, options?: CallOptions<unknown>) => calls.start(method, input, options),
        ] as const,
    );
    const listen = (event: string, listener: Listener) => on(name, event, listener);
    return [key, Object.fromEntries([...functions, ['on', listen] as const])] as const;
  });
  return {
    clients: Object.fromEntries(clients),
    attach: (channel: Channel) => calls.attach(channel, receiveEvent),
  };
}

/** Calls under way. */
class Calls {
  readonly #pending = new Map<number, PendingCall>();
  #channel: Channel | undefined;
  #nextId = 1;

  attach(channel: Channel, receiveEvent: (name: string, value: unknown) => void): void {
    this.#failAll();
    this.#channel = channel;
    channel.onMessage((message) => {
      const parsed = toClient.safeParse(message);
      if (!parsed.success) channel.close();
      else if (parsed.data.type === 'event') receiveEvent(parsed.data.name, parsed.data.value);
      else this.#settle(parsed.data);
    });
    channel.onClose(() => {
      if (this.#channel !== channel) return;
      this.#channel = undefined;
      this.#failAll();
    });
  }

  /** @throws NarashiError, asynchronously: whatever the service says, or rpc.* */
  async start(method: CataloguedMethod, input: unknown, options: CallOptions<unknown> = {}): Promise<unknown> {
    const { signal, onProgress } = options;
    if (signal?.aborted) throw new NarashiError('rpc.cancelled', {});
    const channel = this.#channel;
    if (!channel) throw new NarashiError('rpc.disconnected', {});
    // What the schema gives is plain data, also where the input is some proxy that no channel can copy.
    const parsed = method.contract.input.safeParse(input);
    if (!parsed.success) {
      throw new NarashiError('rpc.invalid-input', { method: method.name, reason: reasonOf(parsed.error) });
    }
    if (findBreach(parsed.data) === 'too-large') throw new NarashiError('rpc.too-large', {});
    const id = this.#nextId++;
    const send = (message: ToServer) => channel.send(message);
    const cancel = () => {
      const call = this.#take(id);
      if (!call) return;
      send({ type: 'cancel', id });
      call.reject(new NarashiError('rpc.cancelled', {}));
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<unknown>((resolve, reject) => {
        this.#pending.set(id, { method, onProgress, resolve, reject });
        send({ type: 'request', id, method: method.name, input: parsed.data });
      });
    } finally {
      this.#pending.delete(id);
      signal?.removeEventListener('abort', cancel);
    }
  }

  #settle(message: Answer): void {
    if (message.type === 'progress') {
      this.#progress(message.id, message.value);
      return;
    }
    // An answer to nothing: the call was cancelled meanwhile.
    const call = this.#take(message.id);
    if (!call) return;
    if (message.type === 'error') call.reject(errorOf(call.method, message));
    else this.#finish(call, message.output);
  }

  #finish({ method, resolve, reject }: PendingCall, output: unknown): void {
    const parsed = method.contract.output.safeParse(output);
    if (parsed.success) resolve(parsed.data);
    else reject(unexpected(method, reasonOf(parsed.error)));
  }

  #progress(id: number, value: unknown): void {
    const call = this.#pending.get(id);
    const parsed = call?.method.contract.progress?.safeParse(value);
    if (parsed?.success) call?.onProgress?.(parsed.data);
  }

  #take(id: number): PendingCall | undefined {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    return call;
  }

  #failAll(): void {
    const calls = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of calls) call.reject(new NarashiError('rpc.disconnected', {}));
  }
}

function errorOf(method: CataloguedMethod, { code, data }: Problem): NarashiError {
  return fits(code, data) ? new NarashiError(code, data) : unexpected(method, code);
}

function unexpected({ name }: CataloguedMethod, reason: string): NarashiError {
  return new NarashiError('rpc.unexpected-answer', { method: name, reason });
}
