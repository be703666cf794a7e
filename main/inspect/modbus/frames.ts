// Bytes of a connection → whole Modbus/TCP frames, one at a time and in their order, within a bounded memory.

/** Transaction, protocol and length come before what the length counts. */
const header = 6;
/** Unit and function at least; a unit and the longest function with its data at most. */
const shortest = 2;
const longest = 254;

export interface Frames {
  readonly frames: readonly Buffer[];
  /** The beginning of a frame that is not there yet: less than one frame. */
  readonly rest: Buffer;
  /** These bytes are not Modbus/TCP, and where the next frame would begin is unknown. */
  readonly isBroken: boolean;
}

export function framesOf(rest: Buffer, chunk: Buffer): Frames {
  const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
  const frames: Buffer[] = [];
  let from = 0;
  while (bytes.length - from >= header) {
    const length = bytes.readUInt16BE(from + 4);
    const isBroken = bytes.readUInt16BE(from + 2) !== 0 || length < shortest || length > longest;
    if (isBroken) return { frames, rest: Buffer.alloc(0), isBroken };
    const end = from + header + length;
    if (end > bytes.length) break;
    frames.push(bytes.subarray(from, end));
    from = end;
  }
  return { frames, rest: Buffer.from(bytes.subarray(from)), isBroken: false };
}

/** Refuses a request by the number of a Modbus exception. */
export function exceptionFrame(request: Buffer, exception: number): Buffer {
  const answer = Buffer.alloc(header + 3);
  request.copy(answer, 0, 0, 4);
  answer.writeUInt16BE(3, 4);
  answer.writeUInt8(request.readUInt8(6), 6);
  answer.writeUInt8(request.readUInt8(7) | 0x80, 7);
  answer.writeUInt8(exception, 8);
  return answer;
}
