// Events on their way from the services to every connected client.
import { eventsOf, reasonOf } from './catalogue.ts';
import type { ContractSet, Emitters } from './contract.ts';
import { findBreach } from './plain-data.ts';

export type EventListener = (name: string, value: unknown) => void;

export interface Events<C extends ContractSet> {
  /** Per service, the function that sends its events. */
  readonly emit: Emitters<C>;
  /** Calls `listener` at every event until the returned function is called. */
  subscribe(listener: EventListener): () => void;
}

/** @param report told of events that do not fit their contract; they are not sent */
export function createEvents<C extends ContractSet>(contracts: C, report: (reason: string) => void): Events<C>;
export function createEvents(contracts: ContractSet, report: (reason: string) => void) {
  const schemas = eventsOf(contracts);
  const listeners = new Set<EventListener>();
  const emitter = (service: string) => (event: string, value: unknown) => {
    const name = `${service}.${event}`;
    const parsed = schemas.get(name)?.safeParse(value);
    if (!parsed?.success) return report(`${name}: ${parsed ? reasonOf(parsed.error) : 'no such event'}`);
    const breach = findBreach(parsed.data);
    if (breach) return report(`${name}: ${breach}`);
    for (const listener of listeners) listener(name, parsed.data);
  };
  return {
    emit: Object.fromEntries(Object.entries(contracts).map(([key, { name }]) => [key, emitter(name)])),
    subscribe(listener: EventListener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
