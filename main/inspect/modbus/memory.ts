// The words and bits that jsmodbus answers from. It is given one proved frame at a time: it would take frames that arrive
// together in the wrong order, and ends the program over some addresses.
import { Server } from 'node:net';
import { Duplex } from 'node:stream';
import { ModbusTCPServer } from 'jsmodbus';
import type { Written } from './handshake.ts';
import { bitCount, blockLength, commandCoils, commands, mirror, type Place, registerAt } from './register-map.ts';

export interface Memory {
  /** What one connection asks; undefined where there is no answer. */
  open(): (frame: Buffer) => Buffer | undefined;
  /** Takes over what the PLC reads, and what it wrote. */
  show(words: Uint16Array, written: Written): void;
  /** What the PLC wrote, given what it had written before. */
  written(before: Written): Written;
}

const [triggerPlace, numberPlace, acknowledgePlace, watchdogPlace] = commands;
const [triggerCoil, acknowledgeCoil] = commandCoils;

export function makeMemory(): Memory {
  const holding = Buffer.alloc((mirror + blockLength) * 2);
  const input = Buffer.alloc(blockLength * 2);
  const coils = Buffer.alloc(Math.ceil((mirror + bitCount) / 8));
  const discrete = Buffer.alloc(bitCount / 8);
  const bitOf = (address: number) => ((coils[address >> 3] ?? 0) & (1 << (address & 7))) !== 0;
  const putBit = (address: number, isOn: boolean) => {
    const mask = 1 << (address & 7);
    const byte = coils[address >> 3] ?? 0;
    coils[address >> 3] = isOn ? byte | mask : byte & ~mask;
  };
  // It only listens for connections, which are handed to it; the socket itself is the door's.
  const door = new Server();
  new ModbusTCPServer(door, { holding, input, coils, discrete });

  return {
    open() {
      let answer: Buffer | undefined;
      const pipe = new Duplex({
        read() {},
        write(chunk: Buffer, _encoding, done) {
          answer = chunk;
          done();
        },
      });
      door.emit('connection', pipe);
      return (frame) => {
        answer = undefined;
        pipe.emit('data', frame);
        return answer;
      };
    },
    show(words, { trigger, acknowledge, partNumber, watchdog }) {
      words.forEach((word, index) => {
        input.writeUInt16BE(word, index * 2);
        holding.writeUInt16BE(word, (mirror + index) * 2);
      });
      const state = words[registerAt('state')] ?? 0;
      discrete.writeUInt16LE(state);
      for (let bit = 0; bit < bitCount; bit += 1) putBit(mirror + bit, (state & (1 << bit)) !== 0);
      holding.writeUInt16BE(trigger ? 1 : 0, triggerPlace.address * 2);
      holding.writeUInt32BE(partNumber, numberPlace.address * 2);
      holding.writeUInt16BE(acknowledge ? 1 : 0, acknowledgePlace.address * 2);
      holding.writeUInt16BE(watchdog, watchdogPlace.address * 2);
      putBit(triggerCoil.address, trigger);
      putBit(acknowledgeCoil.address, acknowledge);
    },
    written(before) {
      // One request writes either registers or coils: where the coil has changed, it is the coil that was written.
      const signal = (was: boolean, coil: Place, register: Place) =>
        bitOf(coil.address) !== was ? bitOf(coil.address) : holding.readUInt16BE(register.address * 2) !== 0;
      return {
        trigger: signal(before.trigger, triggerCoil, triggerPlace),
        acknowledge: signal(before.acknowledge, acknowledgeCoil, acknowledgePlace),
        partNumber: holding.readUInt32BE(numberPlace.address * 2),
        watchdog: holding.readUInt16BE(watchdogPlace.address * 2),
      };
    },
  };
}
