// Is a message plain data of bearable size? Checked before any schema looks at it, without recursion.

/** Largest message on the wire, bytes. */
export const messageLimit = 8 * 1024 * 1024;
const depthLimit = 32;
const forbidden: ReadonlySet<PropertyKey> = new Set(['__proto__', 'constructor', 'prototype']);

/** Why a message is refused. `not-plain`: functions, class instances, symbols; a cycle is `too-deep` or `too-large`. */
export type Breach = 'too-large' | 'too-deep' | 'forbidden-key' | 'not-plain';

/** The first reason to refuse `message`, or undefined. Its size is reckoned as MessagePack writes it, roughly. */
export function findBreach(message: unknown): Breach | undefined {
  let bytes = 0;
  const waiting: { value: unknown; depth: number }[] = [{ value: message, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    if (depth > depthLimit) return 'too-deep';
    bytes += sizeOfOne(value);
    if (bytes > messageLimit) return 'too-large';
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return 'not-plain';
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) continue;
    if (Array.isArray(value)) {
      // What else an array may own beside its entries no schema ever looks at.
      if (bytes + value.length > messageLimit) return 'too-large';
      for (const entry of value) waiting.push({ value: entry, depth: depth + 1 });
      continue;
    }
    if (!isPlain(value)) return 'not-plain';
    for (const key of Reflect.ownKeys(value)) {
      if (typeof key === 'symbol') return 'not-plain';
      if (forbidden.has(key)) return 'forbidden-key';
      bytes += key.length;
      waiting.push({ value: Reflect.get(value, key), depth: depth + 1 });
    }
  }
  return undefined;
}

function sizeOfOne(value: unknown): number {
  if (typeof value === 'string') return 1 + utf8Length(value);
  return value instanceof Uint8Array ? 1 + value.byteLength : 1;
}

/** An object of no class. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function utf8Length(value: string): number {
  if (value.length > messageLimit) return value.length;
  let length = 0;
  for (let index = 0; index < value.length; index++) {
    const unit = value.charCodeAt(index);
    // Each half of a surrogate pair counts 2 of its 4 bytes.
    length += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return length;
}
