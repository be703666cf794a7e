// Which requests are refused, and with which Modbus exception. What passes here is answered without looking again.
import { bitCount, blockLength, commandCoils, commands, mirror, type Place } from './register-map.ts';

export const exceptions = { function: 0x01, address: 0x02, value: 0x03, unit: 0x0b } as const;

interface Range {
  readonly from: number;
  readonly to: number;
}

interface Request {
  readonly address: number;
  readonly quantity: number;
  /** Of the values a request writes; bits as whole bytes. */
  readonly data: Buffer;
}

interface Rule {
  readonly most: number;
  readonly ranges: readonly Range[];
  /** Undefined where the lengths in the frame contradict each other. */
  readonly read: (body: Buffer) => Request | undefined;
  /** Values that none of its signals has. */
  readonly isWrong?: (request: Request) => boolean;
}

const commandRange = { from: 0, to: lengthOf(commands) };
const coilRange = { from: 0, to: lengthOf(commandCoils) };
const bitMirror = { from: mirror, to: mirror + bitCount };
const none = Buffer.alloc(0);
/** Registers that hold a bit. */
const signals = commands.flatMap(({ name, address }) =>
  name === 'trigger' || name === 'acknowledge' ? [address] : [],
);

const rules: ReadonlyMap<number, Rule> = new Map<number, Rule>([
  [1, { most: 2_000, ranges: [coilRange, bitMirror], read: reading }],
  [2, { most: 2_000, ranges: [{ from: 0, to: bitCount }], read: reading }],
  [3, { most: 125, ranges: [commandRange, { from: mirror, to: mirror + blockLength }], read: reading }],
  [4, { most: 125, ranges: [{ from: 0, to: blockLength }], read: reading }],
  [5, { most: 1, ranges: [coilRange], read: one, isWrong: ({ data }) => ![0, 0xff00].includes(data.readUInt16BE()) }],
  [6, { most: 1, ranges: [commandRange], read: one, isWrong: isWrongSignal }],
  [15, { most: 1_968, ranges: [coilRange], read: (body) => many(body, (quantity) => Math.ceil(quantity / 8)) }],
  [
    16,
    {
      most: 123,
      ranges: [commandRange],
      read: (body) => many(body, (quantity) => quantity * 2),
      isWrong: isWrongSignal,
    },
  ],
]);

/** The exception for a frame as `framesOf` gives it; undefined where it may be answered. */
export function refusal(frame: Buffer, unitId: number): number | undefined {
  const unit = frame.readUInt8(6);
  // Devices on TCP are found by their address; 0 and 255 say that the unit does not matter.
  if (unit !== unitId && unit !== 0 && unit !== 0xff) return exceptions.unit;
  const rule = rules.get(frame.readUInt8(7));
  if (!rule) return exceptions.function;
  const request = rule.read(frame.subarray(8));
  if (!request || request.quantity < 1 || request.quantity > rule.most) return exceptions.value;
  const { address, quantity } = request;
  if (!rule.ranges.some(({ from, to }) => address >= from && address + quantity <= to)) return exceptions.address;
  return rule.isWrong?.(request) ? exceptions.value : undefined;
}

function lengthOf(places: readonly Place[]): number {
  return Math.max(...places.map(({ address, length }) => address + length));
}

function reading(body: Buffer): Request | undefined {
  if (body.length !== 4) return undefined;
  return { address: body.readUInt16BE(0), quantity: body.readUInt16BE(2), data: none };
}

function one(body: Buffer): Request | undefined {
  if (body.length !== 4) return undefined;
  return { address: body.readUInt16BE(0), quantity: 1, data: body.subarray(2) };
}

function many(body: Buffer, bytesOf: (quantity: number) => number): Request | undefined {
  if (body.length < 5) return undefined;
  const quantity = body.readUInt16BE(2);
  const bytes = body.readUInt8(4);
  if (bytes !== bytesOf(quantity) || body.length !== 5 + bytes) return undefined;
  return { address: body.readUInt16BE(0), quantity, data: body.subarray(5) };
}

function isWrongSignal({ address, quantity, data }: Request): boolean {
  return signals.some((at) => {
    const index = at - address;
    return index >= 0 && index < quantity && data.readUInt16BE(index * 2) > 1;
  });
}
