// The app while its host goes on: opened, opened anew on another state of the workspace, closed. One at a time.
import type { Channel } from '../../shared/rpc/channel.ts';
import type { HttpParts } from './http/app.ts';

/** An open workspace with all services. */
export interface App extends HttpParts {
  /** Answers one window's calls until its channel closes. */
  serve(channel: Channel): void;
  /** Ends everything that goes on, keeping what is needed to go on later. */
  close(): Promise<void>;
}

/** @param restart has the app closed and opened anew, soon */
export type OpenApp = (restart: () => void) => Promise<App>;

export class RunningApp {
  readonly #open: OpenApp;
  readonly #onRestart: () => void;
  #current: App | undefined;
  #turn: Promise<void> = Promise.resolve();
  #isClosing = false;

  /** @param onRestart called when the app has been opened anew, and while it could not be served */
  constructor(open: OpenApp, onRestart: () => void = () => undefined) {
    this.#open = open;
    this.#onRestart = onRestart;
  }

  /** Undefined while it is opened anew, and once it is closed. */
  get current(): App | undefined {
    return this.#current;
  }

  /** Throws what opening throws. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      this.#current = await this.#open(() => void this.#restart());
    });
  }

  /** False while there is nothing to serve the channel. */
  readonly accept = (channel: Channel): boolean => {
    this.#current?.serve(channel);
    return this.#current !== undefined;
  };

  close(): Promise<void> {
    this.#isClosing = true;
    return this.#inTurn(() => this.#end());
  }

  #restart(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isClosing) return;
      await this.#end();
      this.#onRestart();
      this.#current = await this.#open(() => void this.#restart());
    });
  }

  async #end(): Promise<void> {
    const app = this.#current;
    this.#current = undefined;
    await app?.close();
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
