// The child processes of an open app: what is still going on when it closes is ended first, whoever asked for it.
import type { ChildJob, StartChild } from './child.ts';

export class Children {
  readonly #going = new Set<ChildJob>();
  readonly #start: StartChild;

  constructor(start: StartChild) {
    this.#start = start;
  }

  /** Starts a child and knows it until it is gone. */
  readonly start: StartChild = (...job) => {
    const child = this.#start(...job);
    this.#going.add(child);
    const forget = () => void this.#going.delete(child);
    child.result.then(forget, forget);
    return child;
  };

  /** Asks all that are left to stop, ends by force those that do not, and resolves once every one is gone. */
  async end(terminateAfter: number): Promise<void> {
    const going = [...this.#going];
    for (const child of going) child.stop(terminateAfter);
    await Promise.allSettled(going.map(({ result }) => result));
  }
}
