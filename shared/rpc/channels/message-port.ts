// A MessagePort as a channel: the web's and node:worker_threads' (events with listeners) and Electron's MessagePortMain.
import { type Channel, Closing } from '../channel.ts';

/** The web's MessagePort, and that of node:worker_threads. */
export interface EventPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'close', listener: (event: object) => void): void;
  start(): void;
  close(): void;
}

/** Electron's MessagePortMain. */
export interface EmitterPort {
  postMessage(message: unknown): void;
  on(type: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

export function channelOfPort(port: EventPort): Channel {
  return channelOver(port, (onMessage, onClose) => {
    port.addEventListener('message', (event) => onMessage('data' in event ? event.data : undefined));
    port.addEventListener('close', onClose);
  });
}

export function channelOfMainPort(port: EmitterPort): Channel {
  return channelOver(port, (onMessage, onClose) => {
    port.on('message', ({ data }) => onMessage(data));
    port.on('close', onClose);
  });
}

type Listen = (onMessage: (data: unknown) => void, onClose: () => void) => void;

function channelOver(port: Pick<EventPort, 'postMessage' | 'start' | 'close'>, listen: Listen): Channel {
  const closing = new Closing();
  let receive: ((message: unknown) => void) | undefined;
  listen(
    (data) => {
      if (!closing.done) receive?.(data);
    },
    () => closing.happen(),
  );
  return {
    send(message) {
      if (!closing.done) port.postMessage(message);
    },
    onMessage(listener) {
      receive = listener;
      // Until started a port keeps what comes in.
      port.start();
    },
    onClose: (listener) => closing.listen(listener),
    close() {
      if (closing.happen()) port.close();
    },
  };
}
