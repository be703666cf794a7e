// The app while its host goes on: opened, opened anew on another state of the workspace, closed. One at a time.
import type { AppSettings } from '../../shared/contract/system.ts';
import type { Channel } from '../../shared/rpc/channel.ts';
import type { Grants } from '../services/grants.ts';
import type { HttpParts } from './http/app.ts';

/** An open workspace with all services. */
export interface App extends HttpParts {
  readonly grants: Grants;
  /** An inspection runs that ends when the app does. */
  readonly isInspecting: () => boolean;
  /** Calls `listener` with the settings as they are, and whenever they change. */
  onSettings(listener: (settings: AppSettings) => void): void;
  /** Answers one window's calls until its channel closes. */
  serve(channel: Channel): void;
  /** Ends everything that goes on, keeping what is needed to go on later. */
  close(): Promise<void>;
}

/** @param restart has the app closed and opened anew, soon */
export type OpenApp = (restart: () => void) => Promise<App>;

export class RunningApp {
  readonly #open: OpenApp;
  readonly #onFailure: (error: unknown) => void;
  #current: App | undefined;
  #turn: Promise<void> = Promise.resolve();
  #isClosing = false;

  /** @param onFailure called when it could not be opened anew: there is nothing to go on with */
  constructor(open: OpenApp, onFailure: (error: unknown) => void) {
    this.#open = open;
    this.#onFailure = onFailure;
  }

  /** Undefined while it is opened anew, and once it is closed. */
  get current(): App | undefined {
    return this.#current;
  }

  /** Throws what opening throws. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      this.#current = await this.#open(() => this.#restart());
    });
  }

  /** Resolves once it is neither being opened nor being closed. */
  settled(): Promise<void> {
    return this.#turn;
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

  #restart(): void {
    this.#inTurn(async () => {
      if (this.#isClosing) return;
      await this.#end();
      this.#current = await this.#open(() => this.#restart());
    }).catch(this.#onFailure);
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
