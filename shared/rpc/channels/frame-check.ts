// Is a MessagePack frame worth decoding? Told from its bytes alone: a decoder makes room for whatever a list says it holds,
// so that a frame of a kilobyte could take all memory.

/** Deeper and longer than anything that plain-data.ts lets pass. */
const depthLimit = 64;
const valueLimit = 2e6;

/** How the length of a value is found: bytes of a length field, bytes per unit of it, values per unit, bytes in any case. */
type Shape = readonly [field: 0 | 1 | 2 | 4, perUnit: number, members: number, fixed: number];

/** First byte → shape. Extension types are left out: nothing here is sent as one. */
const shapes: ReadonlyMap<number, Shape> = new Map<number, Shape>([
  ...[0xc0, 0xc2, 0xc3].map((byte): [number, Shape] => [byte, [0, 0, 0, 0]]),
  ...strings(0xc4),
  [0xca, [0, 0, 0, 4]],
  [0xcb, [0, 0, 0, 8]],
  ...[0xcc, 0xd0].flatMap((first) =>
    [1, 2, 4, 8].map((fixed, index): [number, Shape] => [first + index, [0, 0, 0, fixed]]),
  ),
  ...strings(0xd9),
  [0xdc, [2, 0, 1, 0]],
  [0xdd, [4, 0, 1, 0]],
  [0xde, [2, 0, 2, 0]],
  [0xdf, [4, 0, 2, 0]],
]);

/** Whether the frame is one whole value that brings all it declares, in bearable depth and number. */
export function isBearable(frame: ArrayBuffer): boolean {
  const view = new DataView(frame);
  /** Values still to come, of each list or map that is open. */
  const open: number[] = [];
  let at = 0;
  for (let values = 0; values < valueLimit; values++) {
    const head = at < frame.byteLength ? headOf(view, at) : undefined;
    if (!head) return false;
    at += head.bytes;
    if (head.members > frame.byteLength - at || open.length > depthLimit) return false;
    open.push(head.members);
    while (open.at(-1) === 0) {
      open.pop();
      if (open.length > 0) open.push((open.pop() ?? 0) - 1);
    }
    if (open.length === 0) return at === frame.byteLength;
  }
  return false;
}

/** What a value takes beside its members, and how many those are. */
function headOf(view: DataView, at: number): { readonly bytes: number; readonly members: number } | undefined {
  const byte = view.getUint8(at);
  if (byte < 0x80 || byte >= 0xe0) return { bytes: 1, members: 0 };
  if (byte < 0x90) return { bytes: 1, members: 2 * (byte & 0x0f) };
  if (byte < 0xa0) return { bytes: 1, members: byte & 0x0f };
  if (byte < 0xc0) return { bytes: 1 + (byte & 0x1f), members: 0 };
  const shape = shapes.get(byte);
  if (!shape) return undefined;
  const [field, perUnit, members, fixed] = shape;
  if (at + 1 + field > view.byteLength) return undefined;
  const units =
    field === 0
      ? 0
      : field === 1
        ? view.getUint8(at + 1)
        : field === 2
          ? view.getUint16(at + 1)
          : view.getUint32(at + 1);
  return { bytes: 1 + field + fixed + units * perUnit, members: units * members };
}

/** Bytes or text with a length field of 1, 2 and 4 bytes. */
function strings(first: number): [number, Shape][] {
  return ([1, 2, 4] as const).map((field, index) => [first + index, [field, 1, 0, 0]]);
}
