// Run-length coded bitmap rows (BI_RLE8, BI_RLE4): runs, literal stretches, end of line, end of picture, jumps.

/** Palette indices in rows from the top (such bitmaps are always bottom-up); undefined when the code ends too early. */
export function expandRunLengths(
  code: Uint8Array,
  width: number,
  height: number,
  nibbles: boolean,
): Uint8Array | undefined {
  const indices = new Uint8Array(width * height);
  let x = 0;
  let y = 0;
  const put = (index: number): void => {
    if (x < width && y < height) indices[(height - 1 - y) * width + x] = index;
    x++;
  };
  const nibble = (byte: number, position: number): number => (position & 1 ? byte & 15 : byte >> 4);
  for (let at = 0; at + 1 < code.length; ) {
    const count = code[at] ?? 0;
    const value = code[at + 1] ?? 0;
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(nibbles ? nibble(value, i) : value);
    } else if (value === 0) {
      x = 0;
      y++;
    } else if (value === 1) {
      return indices;
    } else if (value === 2) {
      x += code[at] ?? 0;
      y += code[at + 1] ?? 0;
      at += 2;
    } else {
      const length = nibbles ? (value + 1) >> 1 : value;
      if (at + length > code.length) return undefined;
      for (let i = 0; i < value; i++) {
        put(nibbles ? nibble(code[at + (i >> 1)] ?? 0, i) : (code[at + i] ?? 0));
      }
      at += length + (length & 1);
    }
  }
  // A missing end mark is harmless once the last row has been filled.
  return y >= height || (y === height - 1 && x >= width) ? indices : undefined;
}
