// One text for one JSON value, whoever writes it: keys in order, no spaces (RFC 8785). What is hashed or signed is written so.
import type { JsonValue } from './run.ts';

/**
 * Keys in ascending order of their UTF-16 code units, numbers as ECMAScript writes them.
 * @throws RangeError for numbers and texts that JSON cannot hold
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${value} is no JSON number`);
  if (typeof value === 'string' && !value.isWellFormed()) throw new RangeError('not valid Unicode text');
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${canonicalJson(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${entries.join(',')}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
