// Stays connected to a broker: tries again by itself for as long as it is not told to stop, and knows why it fails.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type BackOff, pause } from './back-off.ts';
import type { Broker } from './broker.ts';
import type { Message } from './messages.ts';
import { openSession, type Session } from './session.ts';

export interface ConnectionEvents {
  readonly opened: (session: Session) => void;
  /** After each attempt that failed and each connection that broke. */
  readonly closed: () => void;
}

export interface ConnectionOptions extends ConnectionEvents {
  readonly broker: Broker;
  readonly backOff: BackOff;
  /** Asked anew for each connection. */
  readonly will: () => Message;
}

export class Connection {
  private readonly options: ConnectionOptions;
  private session: Session | undefined;
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;
  private isStopped = false;
  private failure: NarashiError | undefined;

  constructor(options: ConnectionOptions) {
    this.options = options;
  }

  /** Why there is no connection; undefined while there is one and before the first attempt has failed. */
  get trouble(): NarashiError | undefined {
    return this.failure;
  }

  /** Whether there is a connection, or may be one soon. */
  get isHopeful(): boolean {
    return this.session !== undefined;
  }

  open(): void {
    const { broker, will } = this.options;
    try {
      const session = openSession(broker, will(), {
        opened: () => {
          this.failures = 0;
          this.failure = undefined;
          this.options.opened(session);
        },
        closed: (error) => this.lose(error),
      });
      this.session = session;
    } catch (error) {
      this.lose(error);
    }
  }

  /** Keeps what there is, but makes no new attempt. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.retry);
  }

  async end(): Promise<void> {
    this.stop();
    const { session } = this;
    this.session = undefined;
    await session?.end();
  }

  private lose(error: unknown): void {
    this.session = undefined;
    this.failures += 1;
    this.failure = troubleOf(error, this.options.broker.shown);
    if (!this.isStopped) {
      this.retry = setTimeout(() => this.open(), pause(this.failures, Math.random(), this.options.backOff));
    }
    this.options.closed();
  }
}

/** A broker that answers gives a number; a network that fails a name. */
function troubleOf(error: unknown, url: string): NarashiError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason = error instanceof Error ? error.message || String(code ?? error.name) : 'the connection was closed';
  const is = typeof code === 'number' ? 'inspect.broker-refused' : 'inspect.broker-unreachable';
  return new NarashiError(is, { url, reason }, { cause: error });
}
