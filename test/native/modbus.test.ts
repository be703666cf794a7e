// The Modbus server as a PLC meets it: over real sockets, by another library and by a program of its own.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openDoor } from '../../main/inspect/modbus/door.ts';
import { type ModbusLink, type ModbusOptions, startModbus } from '../../main/inspect/modbus/start.ts';
import { faults, type InspectedPart, type LineStatus } from '../../shared/domain/inspection.ts';
import { linePart } from '../support/line-part.ts';
import { Plc } from '../support/plc.ts';

const ready: LineStatus = { ready: true, busy: false, fault: 0 };
const closing: (() => Promise<unknown> | undefined)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Its limit is far beyond what a busy machine takes. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000 });

/** A clock that stands until it is moved. */
function standingClock() {
  const clock = { at: 0, now: () => clock.at };
  return clock;
}

async function start(changes: Partial<ModbusOptions> = {}): Promise<ModbusLink> {
  const link = await startModbus({
    host: '127.0.0.1',
    port: 0,
    unitId: 1,
    trigger: async (partNumber) => linePart({ id: partNumber, reference: String(partNumber) }),
    heartbeatMilliseconds: 100,
    now: standingClock().now,
    ...changes,
  });
  closing.push(() => link.close());
  link.show(ready);
  return link;
}

async function plcOf(link: ModbusLink, unit?: number): Promise<Plc> {
  const plc = await Plc.connect(link.port, unit);
  closing.push(() => plc.close());
  return plc;
}

async function raw(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  closing.push(async () => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** A trigger that is answered by hand. */
function byHand() {
  const asked: { partNumber: number; give: (part: InspectedPart) => void; fail: (error: Error) => void }[] = [];
  const trigger = (partNumber: number) =>
    new Promise<InspectedPart>((give, fail) => asked.push({ partNumber, give, fail }));
  return { asked, trigger };
}

describe('a triggered part', () => {
  it('goes through the whole handshake', async () => {
    const { asked, trigger } = byHand();
    const link = await start({ trigger });
    const plc = await plcOf(link);
    expect(await plc.read()).toMatchObject({ ready: true, busy: false, valid: false, outcome: 0, sequence: 0 });
    await plc.trigger(70_017);
    expect(await plc.read()).toMatchObject({ ready: false, busy: true, valid: false, partNumber: 70_017 });
    await eventually(() => expect(asked).toMatchObject([{ partNumber: 70_017 }]));
    asked[0]?.give(linePart({ outcome: 'NG', reference: '70017', ngScore: 0.75, classIndex: 2 }));
    const seen = await plc.until(({ valid }) => valid);
    expect(seen).toMatchObject({
      ready: false,
      busy: false,
      outcome: 2,
      sequence: 1,
      partNumber: 70_017,
      score: 7_500,
    });
    expect((await plc.readMirror()).words).toEqual(seen.words);
    const bits = [false, false, true, false, false, true, false, false, false, true, false, false];
    expect((await plc.client.readDiscreteInputs(0, 12)).data.slice(0, 12)).toEqual(bits);
    expect((await plc.client.readCoils(100, 12)).data.slice(0, 12)).toEqual(bits);
    await plc.drop();
    expect(await plc.read()).toMatchObject({ ready: true, busy: false, valid: false, outcome: 0, sequence: 1 });
  });

  it('can be triggered and acknowledged by coils', async () => {
    const link = await start();
    const plc = await plcOf(link);
    await plc.client.writeRegisters(1, [0, 5]);
    await plc.client.writeCoil(0, true);
    expect(await plc.until(({ valid }) => valid)).toMatchObject({ partNumber: 5, outcome: 1 });
    expect((await plc.client.readHoldingRegisters(0, 5)).data).toEqual([1, 0, 5, 0, 0]);
    await plc.client.writeCoils(0, [false, true]);
    expect((await plc.client.readHoldingRegisters(0, 5)).data).toEqual([0, 0, 5, 1, 0]);
    expect(await plc.read()).toMatchObject({ ready: true, valid: false });
    await plc.client.writeRegister(3, 0);
    expect((await plc.client.readCoils(0, 2)).data.slice(0, 2)).toEqual([false, false]);
  });

  it('is an error, and never OK, when triggered while another is judged, when not ready, and when judging fails', async () => {
    const { asked, trigger } = byHand();
    const link = await start({ trigger });
    const plc = await plcOf(link);
    await plc.trigger(1);
    await plc.drop();
    await plc.trigger(2);
    expect(await plc.read()).toMatchObject({ valid: true, error: true, outcome: 4, partNumber: 2, reason: 2 });
    await eventually(() => expect(asked).toHaveLength(1));
    asked[0]?.give(linePart({ outcome: 'OK' }));
    expect(await plc.until(({ busy }) => !busy)).toMatchObject({ valid: true, outcome: 4, partNumber: 2, sequence: 1 });
    await plc.drop();

    link.show({ ready: false, busy: false, fault: faults.diskFull });
    await plc.trigger(3);
    expect(await plc.read()).toMatchObject({ valid: true, error: true, outcome: 4, reason: 1, fault: 6 });
    await plc.drop();

    link.show(ready);
    await plc.trigger(4);
    await eventually(() => expect(asked).toHaveLength(2));
    asked[1]?.fail(new Error('no image'));
    expect(await plc.until(({ valid }) => valid)).toMatchObject({ error: true, outcome: 4, reason: 3, partNumber: 4 });
    expect(link.facts()).toMatchObject({ late: 1, sequence: 3 });
  });

  it('is never seen half-filled', async () => {
    const outcomes = ['OK', 'NG', 'review', 'error'] as const;
    const link = await start({
      trigger: async (number) =>
        linePart({ id: number, outcome: outcomes[number % 4] ?? 'error', ngScore: number / 1_000, classIndex: number }),
    });
    const watcher = await plcOf(link);
    const plc = await plcOf(link);
    let isOver = false;
    const torn: unknown[] = [];
    let looks = 0;
    const watching = (async () => {
      while (!isOver) {
        const { valid, outcome, partNumber, score, sequence, words } = await watcher.read();
        const isWhole =
          outcome === (partNumber % 4) + 1 &&
          score === partNumber * 10 &&
          words[8] === partNumber &&
          sequence === partNumber;
        if (valid && !isWhole) torn.push(words);
        if (!valid && outcome !== 0) torn.push(words);
        if (valid) looks += 1;
      }
    })();
    for (let part = 1; part <= 150; part += 1) {
      await plc.trigger(part);
      const seen = await plc.until(({ valid }) => valid);
      expect(seen).toMatchObject({ partNumber: part, sequence: part, outcome: (part % 4) + 1 });
      await plc.drop();
    }
    isOver = true;
    await watching;
    expect(torn).toEqual([]);
    expect(looks).toBeGreaterThan(10);
  });
});

describe('the inspection itself', () => {
  it('tells parts that come without a trigger', async () => {
    const link = await start();
    const plc = await plcOf(link);
    await link.tell(linePart({ id: 1, outcome: 'OK', reference: '9' }));
    await link.tell(linePart({ id: 2, outcome: 'review' }));
    expect(await plc.read()).toMatchObject({ valid: true, ready: true, outcome: 3, sequence: 2, partNumber: 0 });
  });

  it('is not ready once it gives no sign of life, which an answer shows even before a timer does', async () => {
    const clock = standingClock();
    const link = await start({ now: clock.now, silenceMilliseconds: 1_000 });
    const plc = await plcOf(link);
    expect(await plc.read()).toMatchObject({ ready: true });
    clock.at = 1_000;
    expect(await plc.read()).toMatchObject({ ready: false, fault: faults.timeout });
    expect(link.facts().isSilent).toBe(true);
    link.alive();
    expect(await plc.read()).toMatchObject({ ready: true, fault: 0 });
  });

  it('gives an error for a part at which it hangs', async () => {
    const clock = standingClock();
    const link = await start({ now: clock.now, trigger: () => new Promise(() => undefined) });
    const plc = await plcOf(link);
    await plc.trigger(8);
    clock.at = 5_000;
    expect(await plc.read()).toMatchObject({ valid: true, error: true, outcome: 4, reason: 6, ready: false });
  });

  it('has a heartbeat that grows by itself', async () => {
    const link = await start({ heartbeatMilliseconds: 20, now: () => performance.now() });
    const plc = await plcOf(link);
    const { heartbeat = 0 } = await plc.read();
    expect(await plc.until((seen) => (seen.heartbeat ?? 0) >= heartbeat + 3)).toMatchObject({ ready: true });
  });

  it('watches the counter of the PLC where that was agreed', async () => {
    const clock = standingClock();
    const link = await start({ now: clock.now, lineSilenceMilliseconds: 500, silenceMilliseconds: 1_000_000 });
    const plc = await plcOf(link);
    clock.at = 500;
    expect(await plc.read()).toMatchObject({ ready: false });
    await plc.client.writeRegister(4, 1);
    expect(await plc.read()).toMatchObject({ ready: true });
  });
});

describe('requests that are refused', () => {
  it('get the proper exception', async () => {
    const link = await start();
    const plc = await plcOf(link);
    const { client } = plc;
    const refused = (code: number) => expect.objectContaining({ modbusCode: code });
    await expect(client.writeRegister(101, 1)).rejects.toEqual(refused(2));
    await expect(client.writeRegisters(130, [1, 2])).rejects.toEqual(refused(2));
    await expect(client.writeCoil(100, true)).rejects.toEqual(refused(2));
    await expect(client.readInputRegisters(0, 33)).rejects.toEqual(refused(2));
    await expect(client.writeRegister(0, 2)).rejects.toEqual(refused(3));
    await expect(client.maskWriteRegister(0, 1, 1)).rejects.toEqual(refused(1));
    await expect((await plcOf(link, 9)).read()).rejects.toEqual(refused(11));
    expect((await (await plcOf(link, 255)).read()).ready).toBe(true);
    expect(await plc.read()).toMatchObject({ ready: true, sequence: 0 });
  });
});

describe('connections', () => {
  const request = (transaction: number, ...body: number[]) =>
    Buffer.from([transaction >> 8, transaction & 255, 0, 0, 0, body.length + 1, 1, ...body]);

  it('are answered in their order, however the bytes come', async () => {
    const asked: number[] = [];
    const link = await start({
      trigger: async (number) => {
        asked.push(number);
        return linePart({ id: number });
      },
    });
    const socket = await raw(link.port);
    const got: Buffer[] = [];
    socket.on('data', (chunk) => got.push(chunk));
    const bytes = Buffer.concat([
      request(1, 16, 0, 1, 0, 2, 4, 0, 0, 0, 42),
      request(2, 6, 0, 0, 0, 1),
      request(3, 3, 0, 0, 0, 3),
      request(4, 99),
    ]);
    socket.write(bytes.subarray(0, 20));
    await new Promise(setImmediate);
    socket.write(bytes.subarray(20));
    const expected = [request(1, 16, 0, 1, 0, 2), request(2, 6, 0, 0, 0, 1), request(3, 3, 6, 0, 1, 0, 0, 0, 42)];
    const whole = Buffer.concat([...expected, request(4, 99 | 0x80, 1)]);
    await eventually(() => expect(Buffer.concat(got)).toEqual(whole));
    expect(asked).toEqual([42]);
  });

  it('that speak something else are cut, and the others do not notice', async () => {
    const link = await start();
    const plc = await plcOf(link);
    const strangers = await Promise.all(Array.from({ length: 5 }, () => raw(link.port)));
    const cut = strangers.map((socket) => once(socket.resume(), 'close'));
    for (const socket of strangers) socket.write('GET / HTTP/1.1\r\nHost: plc\r\n\r\n');
    await Promise.all(cut);
    expect(await plc.read()).toMatchObject({ ready: true });
    await eventually(() => expect(link.facts()).toMatchObject({ malformed: 5, connections: 1 }));
  });

  it('beyond the limit find no place, until one has not asked for a while', async () => {
    const clock = standingClock();
    const link = await start({ connections: 3, now: clock.now });
    const plc = await plcOf(link);
    const gone = [await raw(link.port), await raw(link.port)];
    const gaps = gone.map((socket) => once(socket.resume(), 'close'));
    const flood = await Promise.all(Array.from({ length: 30 }, () => raw(link.port)));
    await Promise.all(flood.map((socket) => once(socket.resume(), 'close')));
    expect(link.facts()).toMatchObject({ connections: 3, turnedAway: 30 });
    clock.at = 2_000;
    expect(await plc.read()).toMatchObject({ ready: true });
    const next = await plcOf(link);
    expect(await next.read()).toMatchObject({ ready: true });
    await Promise.race(gaps);
    expect(await plc.read()).toMatchObject({ ready: true });
    expect(link.facts()).toMatchObject({ connections: 3 });
  });

  it('that say nothing any more are cut, even in the middle of a frame', async () => {
    const link = await start({ idleMilliseconds: 50 });
    const socket = await raw(link.port);
    socket.write(request(1, 3, 0, 0, 0, 3).subarray(0, 9));
    await once(socket.resume(), 'close');
    await eventually(() => expect(link.facts().connections).toBe(0));
  });

  it('that never read their answers are cut instead of filling the memory', async () => {
    const door = await openDoor({
      host: '127.0.0.1',
      port: 0,
      connections: 2,
      idle: 60_000,
      now: () => 0,
      open: () => () => Buffer.alloc(1_000_000),
    });
    closing.push(() => door.close());
    const socket = await raw(door.port);
    socket.pause();
    for (let count = 0; count < 20 && !socket.destroyed; count += 1) {
      socket.write(request(count, 3, 0, 0, 0, 3));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await eventually(() => expect(door.counts().connections).toBe(0));
  });

  it('can be made anew after a break, with the results where they were', async () => {
    const link = await start();
    const plc = await plcOf(link);
    await plc.trigger(1);
    await plc.until(({ valid }) => valid);
    await plc.close();
    const again = await plcOf(link);
    expect(await again.read()).toMatchObject({ valid: true, sequence: 1, partNumber: 1 });
    await again.drop();
    await again.trigger(2);
    expect(await again.until(({ valid }) => valid)).toMatchObject({ sequence: 2, partNumber: 2 });
  });
});

describe('the port', () => {
  it('in use is told in words for people', async () => {
    const link = await start();
    const second = start({ port: link.port });
    await expect(second).rejects.toMatchObject({ code: 'inspect.port-in-use', data: { port: link.port } });
    const error = await second.catch((reason: unknown) => reason);
    expect(error).toHaveProperty('message', expect.stringContaining(`Port ${link.port} is already used`));
  });

  it('of an address that is not this PC is told as well', async () => {
    await expect(start({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'inspect.port-not-opened' });
  });

  it('is free again after closing, which ends the connections', async () => {
    const link = await start();
    const plc = await plcOf(link);
    await plc.trigger(1);
    const lost = new Promise<void>((resolve) => plc.client.on('close', () => resolve()));
    await link.close();
    await lost;
    const again = await start({ port: link.port });
    expect(again.port).toBe(link.port);
  });
});

describe.skipIf(!existsSync('/usr/bin/mbpoll'))('mbpoll', () => {
  const mbpoll = async (link: ModbusLink, ...rest: string[]) => {
    const options = ['-m', 'tcp', '-p', String(link.port), '-a', '1', '-0', '-1', '-o', '10'];
    return (await promisify(execFile)('mbpoll', [...options, ...rest])).stdout;
  };

  it('triggers a part and reads its result', async () => {
    const link = await start();
    expect(await mbpoll(link, '-r', '0', '-t', '4', '127.0.0.1', '1', '1', '2')).toContain('Written 3 references');
    await eventually(() => expect(link.facts().sequence).toBe(1));
    const words = await mbpoll(link, '-r', '0', '-c', '13', '-t', '3', '127.0.0.1');
    const found = Object.fromEntries(
      [...words.matchAll(/^\[(\d+)\]:\s+(\d+)/gm)].map(([, at, word]) => [at, Number(word)]),
    );
    expect(found).toMatchObject({ 0: 1, 2: 1, 3: 0, 4: 1, 5: 1, 6: 2, 7: 123, 8: 0, 9: 0 });
    const mirror = await mbpoll(link, '-r', '101', '-c', '2', '-t', '4', '127.0.0.1');
    expect(mirror).toMatch(/^\[102\]:\s+1$/m);
    expect(await mbpoll(link, '-r', '0', '-c', '4', '-t', '1', '127.0.0.1')).toMatch(/^\[2\]:\s+1$/m);
  });
});
