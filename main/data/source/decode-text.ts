// Text files as plants write them: UTF-8 with or without a mark, UTF-16, or the Shift_JIS of Japanese Excel.

const marks: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The text, or undefined when the bytes are not valid in the encoding. */
export function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-16 without a mark: a line of Latin letters, digits or separators has every other byte zero. */
function unmarkedUtf16(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) i % 2 === 0 ? even++ : odd++;
  if (even + odd === 0) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** Undefined when it is no text in any of these encodings. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const marked = marks.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte));
  if (marked) return decodeStrictly(bytes, marked[0]);
  const wide = unmarkedUtf16(bytes);
  if (wide) return decodeStrictly(bytes, wide);
  return decodeStrictly(bytes, 'utf-8') ?? decodeStrictly(bytes, 'shift_jis');
}
