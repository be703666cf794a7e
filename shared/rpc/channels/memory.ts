// Two ends in one process. Messages are copied and arrive later, as they would from another process.
import { type Channel, Closing } from '../channel.ts';

/** What is sent into one end comes out of the other. */
export function memoryPair(): readonly [Channel, Channel] {
  const closing = new Closing();
  const [left, right] = [new MemoryEnd(closing), new MemoryEnd(closing)];
  left.peer = right;
  right.peer = left;
  return [left, right];
}

class MemoryEnd implements Channel {
  peer: MemoryEnd | undefined;
  receive: ((message: unknown) => void) | undefined;
  readonly #closing: Closing;

  constructor(closing: Closing) {
    this.#closing = closing;
  }

  send(message: unknown): void {
    if (this.#closing.done) return;
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => {
      if (!this.#closing.done) this.peer?.receive?.(copy);
    });
  }

  onMessage(listener: (message: unknown) => void): void {
    this.receive = listener;
  }

  onClose(listener: () => void): void {
    this.#closing.listen(listener);
  }

  close(): void {
    this.#closing.happen();
  }
}
