// What only a WebSocket can bring: frames that are no MessagePack, text, keys MessagePack refuses, and far too much.
import { once } from 'node:events';
import { encode } from '@msgpack/msgpack';
import { afterEach, describe, expect, it } from 'vitest';
import { contracts } from '../../shared/contract/index.ts';
import { frameLimit } from '../../shared/rpc/channels/web-socket.ts';
import { encodedMap, openSockets, type Pair } from './channels.ts';
import { type SeenCall, sampleImplementations, serveFor } from './serving.ts';

describe('a WebSocket is closed at', () => {
  let pair: Pair | undefined;
  afterEach(() => pair?.close());

  it.each<[string, string | Uint8Array, number]>([
    ['text', 'hello', 1007],
    ['bytes that are no MessagePack', Uint8Array.of(0xc1), 1007],
    ['a message cut off', encode({ type: 'request', id: 1 }).subarray(0, 9), 1007],
    ['a message with more behind it', Buffer.concat([encode({}), encode({})]), 1007],
    ['the key __proto__', encodedMap('__proto__', { polluted: true }), 1007],
    ['an extension type', encode(new Date(0)), 1007],
    ['a list that says it is endless', Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff), 1007],
    ['lists of a million in lists of a million', Buffer.alloc(1_000, Uint8Array.of(0xdd, 0, 0x0f, 0x42, 0x40)), 1007],
    ['lists in lists without end', Buffer.alloc(4_000_000, 0x91), 1007],
    ['a frame beyond every limit', Buffer.alloc(frameLimit + 1), 1009],
  ])('%s', async (_, frame, code) => {
    const opened = await openSockets();
    pair = opened.pair;
    const seen: SeenCall[] = [];
    serveFor(contracts, sampleImplementations(contracts, seen), opened.pair.server);
    opened.raw.send(frame);
    expect(await once(opened.raw, 'close')).toEqual([code, expect.anything()]);
    expect(seen).toEqual([]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});
