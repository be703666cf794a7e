// Whoever is told behind the verdict, of parts or of alarms: from the journal, in order, from where it got to, again and
// again until told.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { LineStore } from '../../store/index.ts';

interface Numbered {
  readonly id: number;
}

export interface Follower<T> {
  /** Of whom is told. */
  readonly name: string;
  /** Tells of these, in order. The same may come again after a crash. Throws where it cannot. */
  tell(items: readonly T[]): Promise<void>;
  close(): Promise<void>;
}

export interface FollowingOptions<T> {
  readonly store: Pick<LineStore, 'cursor' | 'moveCursor'>;
  /** Where it got to is kept under this name. */
  readonly cursor: string;
  /** What there is to tell from behind this number, in order. */
  readonly since: (after: number, limit: number) => readonly T[];
  readonly follower: Follower<T>;
  readonly log: (line: string) => void;
  /** Of the first wait after a failure; each further one is twice as long, up to a minute. */
  readonly retryMilliseconds?: number;
}

const AT_ONCE = 200;
const GATHERING = 50;
const LONGEST_WAIT = 60_000;

export class Following<T extends Numbered = Numbered> {
  readonly #options: FollowingOptions<T>;
  #isWanted = false;
  #isStopping = false;
  #running: Promise<void> | undefined;
  #endWait: () => void = () => undefined;
  #failure: NarashiError | null = null;

  constructor(options: FollowingOptions<T>) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.follower.name;
  }

  /** Why it cannot be told at present; null where it can. */
  get failure(): NarashiError | null {
    return this.#failure;
  }

  /** There may be something new. */
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
        const { name } = this;
        const reason = error instanceof Error ? error.message : String(error);
        if (this.#failure === null) log(`${name} cannot be told: ${reason}`);
        this.#failure = error instanceof NarashiError ? error : new NarashiError('line.untold', { name, reason });
        this.#isWanted = true;
        await this.#pause(wait);
        wait = Math.min(LONGEST_WAIT, 2 * wait);
      }
    }
  }

  async #tellAll(): Promise<void> {
    const { store, cursor, since, follower } = this.#options;
    for (;;) {
      const items = since(store.cursor(cursor), AT_ONCE);
      const last = items.at(-1);
      if (!last) return;
      await follower.tell(items);
      store.moveCursor(cursor, last.id);
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
