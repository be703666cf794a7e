// Bytes of a PLC, or of anybody: cut into frames, refused with the proper exception, and never left without an answer.
import { describe, expect, it } from 'vitest';
import { exceptionFrame, framesOf } from '../../../../main/inspect/modbus/frames.ts';
import { makeMemory } from '../../../../main/inspect/modbus/memory.ts';
import { exceptions, refusal } from '../../../../main/inspect/modbus/requests.ts';
import { random } from '../../../../shared/domain/random.ts';

function frame(body: readonly number[], { unit = 1, transaction = 7 } = {}): Buffer {
  const bytes = Buffer.from([0, 0, 0, 0, 0, 0, unit, ...body]);
  bytes.writeUInt16BE(transaction, 0);
  bytes.writeUInt16BE(body.length + 1, 4);
  return bytes;
}
const read = (code: number, address: number, quantity: number) => [
  code,
  address >> 8,
  address & 255,
  quantity >> 8,
  quantity & 255,
];
const write = (address: number, ...words: number[]) => [
  ...read(16, address, words.length),
  words.length * 2,
  ...words.flatMap((word) => [word >> 8, word & 255]),
];

describe('frames', () => {
  const first = frame(read(3, 0, 5));
  const second = frame(write(0, 1, 0, 17), { transaction: 8 });

  it('are found wherever the bytes are cut', () => {
    const all = Buffer.concat([first, second]);
    for (let cut = 0; cut <= all.length; cut += 1) {
      const one = framesOf(Buffer.alloc(0), all.subarray(0, cut));
      const two = framesOf(one.rest, all.subarray(cut));
      expect([...one.frames, ...two.frames]).toEqual([first, second]);
      expect(two).toMatchObject({ rest: Buffer.alloc(0), isBroken: false });
    }
  });

  it.each([
    ['another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a length of nothing', Buffer.from([0, 1, 0, 0, 0, 1, 1])],
    ['a length beyond any request', Buffer.from([0, 1, 0, 0, 0, 255, 1])],
  ])('are not waited for in %s', (_, bytes) => {
    const found = framesOf(Buffer.alloc(0), Buffer.concat([first, bytes]));
    expect(found).toMatchObject({ isBroken: true, frames: [first] });
    expect(found.rest).toHaveLength(0);
  });

  it('take less memory than one of them while they come', () => {
    let rest: Buffer = Buffer.alloc(0);
    const long = Buffer.concat(
      Array.from({ length: 50 }, () => frame(write(0, ...Array.from({ length: 120 }, () => 0)))),
    );
    for (const byte of long) {
      rest = framesOf(rest, Buffer.from([byte])).rest;
      expect(rest.length).toBeLessThan(260);
    }
  });
});

describe('a request', () => {
  const { address, value } = exceptions;
  const requests: readonly (readonly [string, readonly number[], number | undefined])[] = [
    ['reads all input registers', read(4, 0, 32), undefined],
    ['reads one too many', read(4, 0, 33), address],
    ['reads beyond', read(4, 32, 1), address],
    ['reads none', read(4, 0, 0), value],
    ['reads more than a frame holds', read(4, 0, 126), value],
    ['reads the mirror', read(3, 100, 32), undefined],
    ['reads what it wrote', read(3, 0, 5), undefined],
    ['reads between the blocks', read(3, 5, 1), address],
    ['reads across the gap', read(3, 4, 97), address],
    ['reads at the very end', read(3, 65535, 2), address],
    ['reads discrete inputs', read(2, 0, 16), undefined],
    ['reads too many discrete inputs', read(2, 1, 16), address],
    ['reads its coils', read(1, 0, 2), undefined],
    ['reads the mirrored coils', read(1, 100, 16), undefined],
    ['reads coils between', read(1, 2, 1), address],
    ['triggers by a coil', [5, 0, 0, 0xff, 0], undefined],
    ['writes a coil with neither', [5, 0, 0, 0xff, 1], value],
    ['writes a mirrored coil', [5, 0, 100, 0xff, 0], address],
    ['writes a coil that is not there', [5, 0xff, 0xff, 0xff, 0], address],
    ['writes both coils', [15, 0, 0, 0, 2, 1, 1], undefined],
    ['writes a third coil', [15, 0, 0, 0, 3, 1, 1], address],
    ['writes coils with too many bytes', [15, 0, 0, 0, 2, 2, 1, 0], value],
    ['triggers by a register', [6, 0, 0, 0, 1], undefined],
    ['writes another trigger', [6, 0, 0, 0, 2], value],
    ['writes any watchdog', [6, 0, 4, 0xff, 0xff], undefined],
    ['writes the mirror', [6, 0, 101, 0, 1], address],
    ['writes just before the gap', [6, 0, 5, 0, 1], address],
    ['writes just after the end', [6, 0, 132, 0, 1], address],
    ['writes trigger and number', write(0, 1, 0, 17), undefined],
    ['writes all', write(0, 1, 0xffff, 0xffff, 0, 5), undefined],
    ['writes another trigger among others', write(0, 7, 0, 17), value],
    ['writes another acknowledge among others', write(1, 7, 8, 2), value],
    ['writes into the gap', write(4, 1, 1), address],
    ['writes all of the mirror', write(100, ...Array.from({ length: 32 }, () => 1)), address],
    ['says another number of registers', [...read(16, 0, 2), 2, 0, 1], value],
    ['has too little data', [...read(16, 0, 1), 2, 0], value],
    ['has no data', [16], value],
    ['is cut short', [3, 0], value],
    ['is too long', [...read(3, 0, 1), 0], value],
    ['reads and writes at once', [23, 0, 0, 0, 1], exceptions.function],
    ['asks for a diagnosis', [8, 0, 0, 0, 0], exceptions.function],
    ['asks for no function', [0], exceptions.function],
    ['asks for a function beyond all', [0x99, 1, 2], exceptions.function],
  ];
  it.each(requests)('that %s', (_, body, exception) => {
    expect(refusal(frame(body), 1)).toBe(exception);
  });

  it.each([
    [1, undefined],
    [0, undefined],
    [255, undefined],
    [2, exceptions.unit],
  ])('to unit %i', (unit, exception) => {
    expect(refusal(frame(read(3, 0, 1), { unit }), 1)).toBe(exception);
  });

  it('is refused in its own name', () => {
    expect([...exceptionFrame(frame([6, 0, 101, 0, 1], { transaction: 0x1234, unit: 9 }), 2)]).toEqual([
      0x12, 0x34, 0, 0, 0, 3, 9, 0x86, 2,
    ]);
  });
});

it('answers whatever it does not refuse, whole and in its own name', () => {
  const memory = makeMemory();
  const answer = memory.open();
  const source = random(1, 'requests');
  const below = (limit: number) => source.integer(limit);
  let answered = 0;
  for (let turn = 0; turn < 5_000; turn += 1) {
    const code = [1, 2, 3, 4, 5, 6, 15, 16][below(8)] ?? 0;
    const quantity = 1 + below(4);
    const bytes = code === 15 ? 1 : quantity * 2;
    const data = [quantity, bytes, ...Array.from({ length: bytes }, () => below(2))];
    const body = [below(20) ? 0 : 1, below(8), 0, ...(code < 15 ? [below(9)] : data)];
    if (!below(4)) body[below(body.length)] = below(256);
    if (!below(8)) body.pop();
    const request = frame([code, ...body], { transaction: turn });
    if (refusal(request, 1) !== undefined) continue;
    const reply = answer(request);
    answered += 1;
    expect(reply?.readUInt16BE(0)).toBe(turn);
    expect(reply?.readUInt16BE(4)).toBe((reply?.length ?? 0) - 6);
    expect(reply?.readUInt8(7)).toBe(code);
  }
  expect(answered).toBeGreaterThan(500);
});
