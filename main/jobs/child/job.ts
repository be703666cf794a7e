// What a kind of job is made of: a function from a payload to a result that reports on its way and can be stopped.

export interface JobContext {
  /** Aborted when the parent asks to stop: keep what there is and return, or throw. */
  readonly signal: AbortSignal;
  /** Tells the parent, and goes on. */
  report(event: unknown): void;
  /** Tells the parent and waits until it has dealt with it. Rejects with its error where it could not. */
  ask(event: unknown): Promise<void>;
}

/** Payload, events and result are plain JSON. The payload comes unchecked: a job reads it through its schema. */
export type Job = (payload: unknown, context: JobContext) => Promise<unknown>;

export type JobKinds = Readonly<Record<string, Job>>;
