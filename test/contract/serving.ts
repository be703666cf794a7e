// Implementations that answer every method of the real contracts with a sample, and a server to call them through.
import { methodsOf } from '../../shared/rpc/catalogue.ts';
import type { Channel } from '../../shared/rpc/channel.ts';
import type { CallContext, ContractSet, Implementations } from '../../shared/rpc/contract.ts';
import { createEvents } from '../../shared/rpc/events.ts';
import { type CallFailure, serve } from '../../shared/rpc/server.ts';
import { sampleOf } from './samples.ts';

export interface Served<C extends ContractSet> {
  readonly emit: ReturnType<typeof createEvents<C>>['emit'];
  readonly failures: CallFailure[];
  readonly eventFailures: string[];
}

export function serveFor<C extends ContractSet>(
  contracts: C,
  implementations: Implementations<C>,
  channel: Channel,
): Served<C> {
  const failures: CallFailure[] = [];
  const eventFailures: string[] = [];
  const events = createEvents(contracts, (reason) => eventFailures.push(reason));
  serve(contracts, implementations, channel, { events, report: (failure) => failures.push(failure) });
  return { emit: events.emit, failures, eventFailures };
}

export interface SeenCall {
  readonly name: string;
  readonly input: unknown;
}

/** Answers everything with a sample, reports one progress where there is any, and notes what came in. */
export function sampleImplementations<C extends ContractSet>(contracts: C, seen: SeenCall[]): Implementations<C>;
export function sampleImplementations(contracts: ContractSet, seen: SeenCall[]) {
  const all = [...methodsOf(contracts).values()];
  const answer = (name: string) => async (input: unknown, context: CallContext<unknown>) => {
    const contract = all.find((each) => each.name === name)?.contract;
    if (!contract) throw new Error(`no method ${name}`);
    seen.push({ name, input });
    if (contract.progress) context.progress(sampleOf(contract.progress));
    return sampleOf(contract.output);
  };
  return Object.fromEntries(
    Object.keys(contracts).map((service) => {
      const own = all.filter((each) => each.service === service);
      return [service, Object.fromEntries(own.map(({ name, method }) => [method, answer(name)]))];
    }),
  );
}

/** Sends bare messages and waits for the answers: what a hostile page would do. */
export class RawClient {
  readonly #channel: Channel;
  readonly #waiting = new Map<unknown, (answer: unknown) => void>();
  #next = 1;
  readonly closed: Promise<void>;

  constructor(channel: Channel) {
    this.#channel = channel;
    this.closed = new Promise((resolve) => channel.onClose(resolve));
    channel.onMessage((message) => {
      if (typeof message === 'object' && message !== null && 'id' in message) this.#waiting.get(message.id)?.(message);
    });
  }

  /** The first answer to a request; progress counts. */
  request(method: unknown, input: unknown): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, resolve);
      void this.closed.then(() => reject(new Error(`closed instead of answering ${String(method)}`)));
      this.#channel.send({ type: 'request', id, method, input });
    });
  }

  send(message: unknown): void {
    this.#channel.send(message);
  }
}
