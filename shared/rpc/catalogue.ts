// The allow-list of a set of contracts: everything that may be named on the wire, in Maps, so that no name a stranger
// sends is ever looked up on an object.
import type { z } from 'zod';
import type { ContractSet, MethodContract } from './contract.ts';

export interface CataloguedMethod {
  readonly name: string;
  readonly service: string;
  readonly method: string;
  readonly contract: MethodContract<z.ZodType, z.ZodType>;
}

/** Wire name → method. */
export function methodsOf(contracts: ContractSet): ReadonlyMap<string, CataloguedMethod> {
  const all = Object.entries(contracts).flatMap(([service, { name, methods }]) =>
    Object.entries(methods).map(([method, contract]) => ({ name: `${name}.${method}`, service, method, contract })),
  );
  return new Map(all.map((each) => [each.name, each]));
}

/** Wire name → schema of the event. */
export function eventsOf(contracts: ContractSet): ReadonlyMap<string, z.ZodType> {
  return new Map(
    Object.values(contracts).flatMap(({ name, events }) =>
      Object.entries(events).map(([event, schema]) => [`${name}.${event}`, schema] as const),
    ),
  );
}

/** Where a value misses its schema first, without the value itself. */
export function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  return `${path === '' ? '' : `${path}: `}${issue?.message ?? 'invalid'}`.slice(0, 300);
}
