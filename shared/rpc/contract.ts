// What a service promises: methods with the schemas of their input, output and progress, and events. Types, the client,
// the allow-list and the validation all derive from these descriptions.
import type { z } from 'zod';

export interface MethodContract<I extends z.ZodType, O extends z.ZodType, P extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
  /** What is reported while the call goes on; absent for calls that answer at once. */
  readonly progress?: P;
}

type AnyMethod = MethodContract<z.ZodType, z.ZodType>;

export interface ServiceContract {
  readonly name: string;
  readonly methods: Readonly<Record<string, AnyMethod>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

/** Describes one method. Inputs are strict objects: an unknown key is refused. */
export function method<I extends z.ZodType, O extends z.ZodType, P extends z.ZodType = z.ZodNever>(
  input: I,
  output: O,
  progress?: P,
): MethodContract<I, O, P> {
  return { input, output, ...(progress ? { progress } : {}) };
}

/** Describes one service; `name` is the first part of its methods' and events' names on the wire. */
export function service<
  const N extends string,
  const M extends Readonly<Record<string, AnyMethod>>,
  const E extends Readonly<Record<string, z.ZodType>>,
>(name: N, methods: M, events: E): { readonly name: N; readonly methods: M; readonly events: E } {
  return { name, methods, events };
}

export type InputOf<M> = M extends { readonly input: infer I extends z.ZodType } ? z.input<I> : never;
export type OutputOf<M> = M extends { readonly output: infer O extends z.ZodType } ? z.output<O> : never;
export type ProgressOf<M> = M extends { readonly progress?: infer P extends z.ZodType } ? z.output<P> : never;

/** What an implementation gets beside its input. */
export interface CallContext<P = never> {
  /** Aborted when the caller cancels or its connection closes. */
  readonly signal: AbortSignal;
  progress(value: P): void;
}

/** The server's side of a service. */
export type Implementation<S extends ServiceContract> = {
  readonly [K in keyof S['methods']]: (
    input: S['methods'][K] extends { readonly input: infer I extends z.ZodType } ? z.output<I> : never,
    context: CallContext<ProgressOf<S['methods'][K]>>,
  ) => Promise<OutputOf<S['methods'][K]>> | OutputOf<S['methods'][K]>;
};

export interface CallOptions<P = never> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (value: P) => void;
}

/** The caller's side of a service. Calls reject with NarashiError. */
export type Client<S extends ServiceContract> = {
  readonly [K in keyof S['methods']]: (
    input: InputOf<S['methods'][K]>,
    options?: CallOptions<ProgressOf<S['methods'][K]>>,
  ) => Promise<OutputOf<S['methods'][K]>>;
} & {
  /** Calls `listener` at every event; returns what ends it. */
  on<E extends keyof S['events'] & string>(event: E, listener: (value: z.output<S['events'][E]>) => void): () => void;
};

/** Sends an event of a service to every connected client. */
export type Emit<S extends ServiceContract> = <E extends keyof S['events'] & string>(
  event: E,
  value: z.input<S['events'][E]>,
) => void;

/** Services by name, as they are offered together. */
export type ContractSet = Readonly<Record<string, ServiceContract>>;
export type Clients<C extends ContractSet> = { readonly [K in keyof C]: Client<C[K]> };
export type Implementations<C extends ContractSet> = { readonly [K in keyof C]: Implementation<C[K]> };
export type Emitters<C extends ContractSet> = { readonly [K in keyof C]: Emit<C[K]> };
