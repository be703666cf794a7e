// Where messages go back and forth: a pair of memory ends, a MessagePort, a WebSocket. Order is kept, nothing is lost
// while it is open, and each end gets a copy of what was sent.
export interface Channel {
  /** Sends plain data. Does nothing once the channel is closed. */
  send(message: unknown): void;
  /** One listener at a time; messages that came before it are not kept. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, whichever end closed it; at once if it is closed already. */
  onClose(listener: () => void): void;
  close(): void;
}

/** The closing half of a channel: once only, and told to whoever asks, also afterwards. */
export class Closing {
  readonly #listeners: (() => void)[] = [];
  #closed = false;

  get done(): boolean {
    return this.#closed;
  }

  listen(listener: () => void): void {
    if (this.#closed) listener();
    else this.#listeners.push(listener);
  }

  /** Tells the listeners; true for the first call only. */
  happen(): boolean {
    if (this.#closed) return false;
    this.#closed = true;
    for (const listener of this.#listeners.splice(0)) listener();
    return true;
  }
}
