// Which messages are refused before any schema sees them.
import { describe, expect, it } from 'vitest';
import { findBreach, messageLimit } from '../../../shared/rpc/plain-data.ts';

const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)]);
const cycle: unknown[] = [];
cycle.push(cycle);
const wideCycle: unknown[] = [];
for (let index = 0; index < 1_000; index++) wideCycle.push(wideCycle);
const owning = (key: string) => Object.defineProperty({}, key, { value: 1, enumerable: true });

describe('findBreach', () => {
  it.each<[string, unknown, ReturnType<typeof findBreach>]>([
    ['nothing at all', undefined, undefined],
    ['an ordinary message', { a: [1, 'x', null, { b: new Uint8Array(3) }], c: undefined }, undefined],
    ['an object without prototype', Object.assign(Object.create(null), { a: 1 }), undefined],
    ['a text just small enough', 'x'.repeat(messageLimit - 1), undefined],
    ['a text too long', 'x'.repeat(messageLimit), 'too-large'],
    ['a text too long once it is UTF-8', 'あ'.repeat(messageLimit / 3 + 1), 'too-large'],
    ['bytes, many', [new Uint8Array(messageLimit / 2), new Uint8Array(messageLimit / 2)], 'too-large'],
    ['a long key', { ['k'.repeat(messageLimit)]: 1 }, 'too-large'],
    ['a list of very many', new Array(messageLimit + 1).fill(0), 'too-large'],
    ['deep nesting', nest(33), 'too-deep'],
    ['nesting just not too deep', nest(32), undefined],
    ['a cycle', cycle, 'too-deep'],
    ['a cycle that multiplies', wideCycle, 'too-deep'],
    ['an own __proto__', { a: [owning('__proto__')] }, 'forbidden-key'],
    ['an own constructor', { a: { constructor: 1 } }, 'forbidden-key'],
    ['an own prototype', owning('prototype'), 'forbidden-key'],
    ['an instance of a class', { a: new Date(0) }, 'not-plain'],
    ['a map', new Map(), 'not-plain'],
    ['numbers of another width', new Int32Array(2), 'not-plain'],
    ['an object that inherits', Object.create({ inherited: 1 }), 'not-plain'],
    ['a function', { a: () => 1 }, 'not-plain'],
    ['a symbol as key', { [Symbol('key')]: 1 }, 'not-plain'],
    ['a bigint', 1n, 'not-plain'],
  ])('%s', (_, message, breach) => {
    expect(findBreach(message)).toBe(breach);
  });
});
