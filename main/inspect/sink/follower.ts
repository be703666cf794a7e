// Whoever is told of parts behind the verdict: from the journal, in order, from where it got to, again and again until told.
import type { JournalPart, LineStore } from '../../store/index.ts';

export interface Follower {
  readonly name: string;
  /** Tells of these parts, in order. The same may come again after a crash. Throws where it cannot. */
  tell(parts: readonly JournalPart[]): Promise<void>;
  close(): Promise<void>;
}

export interface FollowingOptions {
  readonly store: Pick<LineStore, 'cursor' | 'moveCursor'> & { readonly parts: Pick<LineStore['parts'], 'since'> };
  readonly follower: Follower;
  readonly log: (line: string) => void;
  /** Of the first wait after a failure; each further one is twice as long, up to a minute. */
  readonly retryMilliseconds?: number;
}

const AT_ONCE = 200;
const GATHERING = 50;
const LONGEST_WAIT = 60_000;

export class Following {
  readonly #options: FollowingOptions;
  #isWanted = false;
  #isStopping = false;
  #running: Promise<void> | undefined;
  #endWait: () => void = () => undefined;
  #failure: string | null = null;

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.follower.name;
  }

  /** Why it cannot be told at present; null where it can. */
  get failure(): string | null {
    return this.#failure;
  }

  /** There are new parts. */
  wake(): void {
    this.#isWanted = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#isWanted && !this.#isStopping) this.wake();
    });
  }

  /** Tells what can be told at once, and ends. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#endWait();
    await this.#running;
    if (this.#failure === null) await this.#tellAll().catch(() => undefined);
    await this.#options.follower.close();
  }

  async #run(): Promise<void> {
    const { log, retryMilliseconds = 1_000 } = this.#options;
    let wait = retryMilliseconds;
    while (this.#isWanted && !this.#isStopping) {
      // Not in the way of a verdict, and several parts together.
      await this.#pause(GATHERING);
      this.#isWanted = false;
      try {
        await this.#tellAll();
        if (this.#failure !== null) log(`${this.name} can be told again`);
        this.#failure = null;
        wait = retryMilliseconds;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (this.#failure === null) log(`${this.name} cannot be told: ${reason}`);
        this.#failure = reason;
        this.#isWanted = true;
        await this.#pause(wait);
        wait = Math.min(LONGEST_WAIT, 2 * wait);
      }
    }
  }

  async #tellAll(): Promise<void> {
    const { store, follower } = this.#options;
    for (;;) {
      const parts = store.parts.since(store.cursor(follower.name), AT_ONCE);
      const last = parts.at(-1);
      if (!last) return;
      await follower.tell(parts);
      store.moveCursor(follower.name, last.id);
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
