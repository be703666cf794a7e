// Frames are weighed before they are decoded: everything the app sends passes, nothing that declares more than it brings.
import { encode } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';
import { isBearable } from '../../../shared/rpc/channels/frame-check.ts';

const frameOf = (bytes: Uint8Array) => Uint8Array.from(bytes).buffer;
const repeated = (piece: readonly number[], times: number) => Uint8Array.from(Array(times).fill(piece).flat());

describe('a frame', () => {
  it.each<[string, unknown]>([
    ['nothing', null],
    [
      'numbers of every width',
      [0, 127, 128, 255, 65_535, 4e9, 2 ** 50, -1, -32, -33, -128, -40_000, -3e9, -(2 ** 50), 0.5],
    ],
    ['texts of every width', ['', '漢字', 'x'.repeat(31), 'x'.repeat(32), 'x'.repeat(300), 'x'.repeat(70_000)]],
    ['bytes of every width', [new Uint8Array(), new Uint8Array(300), new Uint8Array(70_000)]],
    ['lists of every length', [[], Array(15).fill(true), Array(16).fill(false), Array(70_000).fill(1)]],
    [
      'maps of every length',
      [{}, { a: 1 }, Object.fromEntries(Array.from({ length: 70_000 }, (_, index) => [`k${index}`, index]))],
    ],
    ['a request', { type: 'request', id: 1, method: 'images.list', input: { filter: { text: 'OK' }, ids: [1, 2] } }],
  ])('of %s passes', (_, value) => {
    expect(isBearable(frameOf(encode(value)))).toBe(true);
    expect(isBearable(frameOf(encode(value).subarray(0, -1)))).toBe(false);
    expect(isBearable(frameOf(Buffer.concat([encode(value), encode(null)])))).toBe(false);
  });

  it.each<[string, Uint8Array]>([
    ['nothing at all', new Uint8Array()],
    ['a byte of no meaning', Uint8Array.of(0xc1)],
    ['an extension', encode(new Date(0))],
    ['a list longer than itself', Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff)],
    ['a map longer than itself', Uint8Array.of(0xdf, 0xff, 0xff, 0xff, 0xff)],
    ['text longer than itself', Uint8Array.of(0xdb, 0xff, 0xff, 0xff, 0xff, 0x41)],
    ['a length cut off', Uint8Array.of(0xdd, 0x00)],
    ['a million lists of a million', repeated([0xdd, 0x00, 0x0f, 0x42, 0x40], 100_000)],
    ['lists without end', repeated([0x91], 1_000_000)],
    [
      'more values than anyone sends',
      Buffer.concat([Uint8Array.of(0xdd, 0, 0x2d, 0xc6, 0xc0), Buffer.alloc(3e6, 0xc0)]),
    ],
  ])('of %s is refused at once', (_, bytes) => {
    const begun = performance.now();
    expect(isBearable(frameOf(bytes))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
