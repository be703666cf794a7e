// A WebSocket as a channel, messages as MessagePack: the browser's own WebSocket, and that of the package ws.
import { Decoder, Encoder } from '@msgpack/msgpack';
import { type Channel, Closing } from '../channel.ts';
import { messageLimit } from '../plain-data.ts';
import { isBearable } from './frame-check.ts';

export interface Socket {
  binaryType: string;
  readonly bufferedAmount: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close' | 'error', listener: () => void): void;
}

/** A frame larger than this ends the connection; smaller ones that are still too large are answered with an error. */
export const frameLimit = 2 * messageLimit;
/** A client that lets this much pile up is gone or stuck. It comes back and reloads. */
const backlogLimit = 8 * messageLimit;
/** RFC 6455, 7.4.1: data that is not what its type promises. */
const invalidData = 1007;

/** @param socket an open socket */
export function channelOfSocket(socket: Socket): Channel {
  const closing = new Closing();
  const encoder = new Encoder({ ignoreUndefined: true });
  const decoder = new Decoder({ maxArrayLength: 1e6, maxMapLength: 1e6, maxExtLength: 0 });
  let receive: ((message: unknown) => void) | undefined;
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', ({ data }) => {
    if (closing.done) return;
    const message = decode(data);
    if (message) receive?.(message.value);
    else end(invalidData);
  });
  socket.addEventListener('close', () => closing.happen());
  socket.addEventListener('error', () => end());

  function decode(data: unknown): { value: unknown } | undefined {
    if (!(data instanceof ArrayBuffer) || !isBearable(data)) return undefined;
    try {
      return { value: decoder.decode(data) };
    } catch {
      // A key that MessagePack itself refuses.
      return undefined;
    }
  }

  function end(code?: number): void {
    if (closing.happen()) socket.close(code);
  }

  return {
    send(message) {
      if (closing.done) return;
      if (socket.bufferedAmount > backlogLimit) return end();
      socket.send(encoder.encode(message));
    },
    onMessage(listener) {
      receive = listener;
    },
    onClose: (listener) => closing.listen(listener),
    close: () => end(),
  };
}
