// The three kinds of channel, each as a pair of open ends, and the way to send something no client would.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { encode } from '@msgpack/msgpack';
import { WebSocket, WebSocketServer } from 'ws';
import type { Channel } from '../../shared/rpc/channel.ts';
import { memoryPair } from '../../shared/rpc/channels/memory.ts';
import { channelOfPort } from '../../shared/rpc/channels/message-port.ts';
import { channelOfSocket, frameLimit } from '../../shared/rpc/channels/web-socket.ts';

export interface Pair {
  readonly server: Channel;
  readonly client: Channel;
  close(): Promise<void>;
}

export const channelKinds: readonly (readonly [name: string, open: () => Promise<Pair>])[] = [
  ['memory', openMemory],
  ['MessagePort', openPorts],
  ['WebSocket', async () => (await openSockets()).pair],
];

async function openMemory(): Promise<Pair> {
  const [server, client] = memoryPair();
  return { server, client, close: async () => client.close() };
}

async function openPorts(): Promise<Pair> {
  const { port1, port2 } = new MessageChannel();
  const client = channelOfPort(port2);
  return { server: channelOfPort(port1), client, close: async () => client.close() };
}

/** Real sockets over the loopback interface; `raw` is the client's, to send frames with. */
export async function openSockets(): Promise<{ pair: Pair; raw: WebSocket }> {
  const listener = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: frameLimit });
  await once(listener, 'listening');
  const raw = new WebSocket(`ws://127.0.0.1:${portOf(listener.address())}`);
  const accepted = new Promise<WebSocket>((resolve) => listener.on('connection', resolve));
  const [socket] = await Promise.all([accepted, once(raw, 'open')]);
  const pair = {
    server: channelOfSocket(socket),
    client: channelOfSocket(raw),
    close: async () => {
      raw.close();
      socket.terminate();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  return { pair, raw };
}

/** A MessagePack map with one entry, whatever its key. */
export function encodedMap(key: string, value: unknown): Uint8Array {
  return Buffer.concat([Uint8Array.of(0x81), encode(key), encode(value)]);
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}
