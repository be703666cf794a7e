// The MQTT publisher against real brokers: what subscribers hear, and what happens while a broker is away, slow or strict.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { alarmPayload, partPayload, statusPayload } from '../../main/inspect/mqtt/messages.ts';
import { type MqttLink, type MqttOptions, startMqtt } from '../../main/inspect/mqtt/start.ts';
import type { LineAlarm } from '../../shared/domain/alarm.ts';
import { faults, type LineStatus } from '../../shared/domain/inspection.ts';
import { subscribe, TestBroker } from '../support/broker.ts';
import { linePart } from '../support/line-part.ts';

const ready: LineStatus = { ready: true, busy: false, fault: 0 };
const closing: (() => Promise<unknown> | undefined)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function brokerOf(): Promise<TestBroker> {
  const broker = await TestBroker.start();
  closing.push(() => broker.close());
  return broker;
}

async function start(url: string, changes: Partial<MqttOptions> = {}): Promise<MqttLink> {
  const link = await startMqtt({
    url,
    topicPrefix: 'plant/line1',
    clientId: 'narashi-line1',
    queueLimit: 100,
    model: 'gears-3',
    backOff: { first: 20, longest: 50 },
    closeMilliseconds: 500,
    ...changes,
  });
  closing.push(() => link.close());
  return link;
}

async function connected(link: MqttLink): Promise<void> {
  await vi.waitFor(() => expect(link.facts().isConnected).toBe(true), { timeout: 20_000 });
}

async function listen(url: string, topic = 'plant/#') {
  const subscriber = await subscribe(url, topic);
  closing.push(() => subscriber.close());
  return subscriber;
}

const soon = { timeout: 20_000 };

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

describe('a subscriber', () => {
  it('hears the status as it was left, and every part', async () => {
    const broker = await brokerOf();
    const at = new Date('2026-05-14T01:00:00Z');
    const link = await start(broker.url, { isPerOutcome: true, now: () => at });
    link.show(ready);
    await connected(link);
    await vi.waitFor(() => expect(broker.received.at(-1)?.payload).toContain('"ready":true'), soon);
    const { heard } = await listen(broker.url);
    await vi.waitFor(() => expect(heard).toHaveLength(1), soon);
    const status = { ready: true, busy: false, fault: 0, model: 'gears-3', dropped: 0, since: at.toISOString() };
    expect(heard[0]).toEqual({
      topic: 'plant/line1/status',
      isRetained: true,
      payload: { schema: 1, online: true, ...status },
    });
    await link.tell(linePart({ id: 1, outcome: 'NG', reference: 'A-17' }));
    await vi.waitFor(() => expect(heard).toHaveLength(3), soon);
    expect(heard.slice(1).map(({ topic, isRetained }) => [topic, isRetained])).toEqual([
      ['plant/line1/part', false],
      ['plant/line1/part/ng', false],
    ]);
    expect(partPayload.parse(heard[1]?.payload)).toEqual({
      schema: 1,
      ...linePart({ id: 1, outcome: 'NG', reference: 'A-17' }),
    });
    link.show({ ready: false, busy: false, fault: faults.diskFull });
    await vi.waitFor(() => expect(heard).toHaveLength(4), soon);
    expect(heard[3]?.payload).toMatchObject({ ready: false, fault: 6, online: true });
  });

  it('hears how an alarm stands, also who comes later and after a new connection', async () => {
    const broker = await brokerOf();
    const link = await start(broker.url);
    const alarm: LineAlarm = {
      ...{ id: 7, at: '2026-05-14T01:15:00.000Z', kind: 'samples', state: 'raised', operator: null, drift: null },
      failure: { en: 'It differs.', ja: '違います。' },
    };
    link.alarm?.(alarm);
    await connected(link);
    const topic = 'plant/line1/alarm/samples';
    await vi.waitFor(() => expect(broker.received.some((each) => each.topic === topic)).toBe(true), soon);
    const { heard } = await listen(broker.url, 'plant/line1/alarm/#');
    await vi.waitFor(
      () => expect(heard).toEqual([{ topic, isRetained: true, payload: { schema: 1, ...alarm } }]),
      soon,
    );
    const ended: LineAlarm = { ...alarm, id: 8, state: 'ended', failure: null };
    link.alarm?.(ended);
    await vi.waitFor(() => expect(heard.at(-1)?.payload).toEqual({ schema: 1, ...ended }), soon);
    broker.cutClient('narashi-line1');
    await vi.waitFor(() => expect(heard).toHaveLength(3), soon);
    expect(alarmPayload.parse(heard[2]?.payload)).toMatchObject({ id: 8 });
  });

  it('hears from the broker that the connection broke, and that it is back', async () => {
    const broker = await brokerOf();
    const link = await start(broker.url);
    link.show(ready);
    await connected(link);
    await vi.waitFor(() => expect(broker.received.at(-1)?.payload).toContain('"ready":true'), soon);
    const { heard } = await listen(broker.url, 'plant/line1/status');
    const other = await listen(broker.url, 'elsewhere');
    broker.isAway = true;
    broker.cutClient('narashi-line1');
    const gone = { online: false, ready: false, busy: false, fault: null, since: null, model: 'gears-3' };
    await vi.waitFor(() => expect(heard.at(-1)?.payload).toMatchObject(gone), soon);
    expect(statusPayload.parse(heard.at(-1)?.payload)).toMatchObject(gone);
    broker.isAway = false;
    await vi.waitFor(() => expect(heard.at(-1)?.payload).toMatchObject({ online: true, ready: true }), soon);
    expect(other.heard).toEqual([]);
  });

  it('who comes after the connection broke hears that it did', async () => {
    const broker = await brokerOf();
    const link = await start(broker.url, { backOff: { first: 600_000, longest: 600_000 } });
    const { heard } = await listen(broker.url);
    await vi.waitFor(() => expect(heard.at(-1)?.payload).toMatchObject({ online: true }), soon);
    broker.cutClient('narashi-line1');
    await vi.waitFor(() => expect(heard.at(-1)?.payload).toMatchObject({ online: false }), soon);
    const late = await listen(broker.url);
    const left = [{ isRetained: true, payload: { online: false, fault: null } }];
    await vi.waitFor(() => expect(late.heard).toMatchObject(left), soon);
    expect(link.facts().isConnected).toBe(false);
  });

  it('hears the last parts and the farewell, in this order and not from the will', async () => {
    const broker = await brokerOf();
    const link = await start(broker.url);
    link.show(ready);
    await connected(link);
    const { heard } = await listen(broker.url);
    for (let id = 1; id <= 40; id += 1) void link.tell(linePart({ id }));
    await link.close();
    await vi.waitFor(() => expect(heard.at(-1)?.payload).toMatchObject({ online: false }), soon);
    expect(heard.at(-1)?.payload).toMatchObject({ ready: false, fault: faults.stopping, since: expect.any(String) });
    expect(broker.parts().map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(heard.filter(({ topic }) => topic.endsWith('/part'))).toHaveLength(40);
    const late = await listen(broker.url, 'plant/line1/status');
    await vi.waitFor(() => expect(late.heard).toMatchObject([{ isRetained: true, payload: { online: false } }]), soon);
  });
});

describe('telling a part', () => {
  it('takes until the broker has acknowledged, but not for ever', async () => {
    const broker = await brokerOf();
    const link = await start(broker.url, { acknowledgeMilliseconds: 60_000 });
    await connected(link);
    await link.tell(linePart({ id: 1 }));
    expect(link.facts()).toMatchObject({ queued: 0 });
    broker.isSilent = true;
    let isTold = false;
    const telling = link.tell(linePart({ id: 2 })).then(() => {
      isTold = true;
    });
    await vi.waitFor(() => expect(broker.parts()).toHaveLength(2), soon);
    expect(isTold).toBe(false);
    expect(link.facts()).toMatchObject({ queued: 1 });
    broker.isSilent = false;
    broker.isAway = true;
    broker.cut();
    await telling;
    expect(link.facts()).toMatchObject({ queued: 1, isConnected: false });
    broker.isAway = false;
    await vi.waitFor(() => expect(link.facts().queued).toBe(0), soon);
    expect(broker.parts().map(({ id }) => id)).toEqual([1, 2, 2]);
  });

  it('of a broker that does not answer ends, and the part stays', async () => {
    const broker = await brokerOf();
    broker.isSilent = true;
    const link = await start(broker.url, { acknowledgeMilliseconds: 20, closeMilliseconds: 20 });
    await connected(link);
    await link.tell(linePart());
    expect(link.facts()).toMatchObject({ queued: 1, isConnected: true });
    await link.close();
  });

  it('goes on while the broker is away: the last are kept, the others counted and told', async () => {
    const broker = await brokerOf();
    broker.isAway = true;
    const link = await start(broker.url, { queueLimit: 5, acknowledgeMilliseconds: 600_000 });
    link.show(ready);
    for (let id = 1; id <= 12; id += 1) await link.tell(linePart({ id }));
    expect(link.facts()).toMatchObject({ isConnected: false, queued: 5, dropped: 7 });
    await vi.waitFor(() => expect(link.facts().trouble?.code).toBe('inspect.broker-unreachable'), soon);
    broker.isAway = false;
    await vi.waitFor(() => expect(link.facts().queued).toBe(0), soon);
    expect(broker.parts().map(({ id }) => id)).toEqual([8, 9, 10, 11, 12]);
    expect(broker.statuses().at(-1)).toMatchObject({ ready: true, dropped: 7 });
    expect(link.facts().trouble).toBeUndefined();
  });

  it('keeps no more than its limit while a connected broker does not answer', async () => {
    const broker = await brokerOf();
    broker.isSilent = true;
    const link = await start(broker.url, { queueLimit: 5, acknowledgeMilliseconds: 60_000 });
    await connected(link);
    const telling = Array.from({ length: 200 }, (_, index) => link.tell(linePart({ id: index + 1 })));
    // Those that had to go are let go.
    await Promise.all(telling.slice(20, 190));
    expect(link.facts().queued).toBeLessThanOrEqual(15);
    expect(link.facts()).toMatchObject({ dropped: 200 - link.facts().queued });
    const { dropped } = link.facts();
    broker.speak();
    await Promise.all(telling);
    await vi.waitFor(() => expect(link.facts().queued).toBe(0), soon);
    expect(broker.parts().at(-1)).toMatchObject({ id: 200 });
    await vi.waitFor(() => expect(broker.statuses().at(-1)).toMatchObject({ dropped }), soon);
    expect(broker.clients).toHaveLength(1);
  });
});

describe('a broker that does not let it in', () => {
  it('is told with what to do, and tried again until it does', async () => {
    const broker = await brokerOf();
    broker.password = 'right';
    const link = await start(broker.url, { username: 'line1', password: 'wrong' });
    await link.tell(linePart({ id: 1 }));
    await vi.waitFor(() => expect(link.facts().trouble?.code).toBe('inspect.broker-refused'), soon);
    expect(link.facts().trouble?.message).toContain(broker.url);
    expect(link.facts().trouble?.message).not.toContain('wrong');
    broker.password = 'wrong';
    await connected(link);
    await vi.waitFor(() => expect(broker.parts()).toHaveLength(1), soon);
    expect(link.facts().trouble).toBeUndefined();
  });

  it('because it is not there stops nothing, not even closing', async () => {
    const link = await start(`mqtt://127.0.0.1:${await freePort()}`, { closeMilliseconds: 600_000 });
    link.show(ready);
    await link.tell(linePart());
    await vi.waitFor(() => expect(link.facts().trouble?.code).toBe('inspect.broker-unreachable'), soon);
    expect(link.facts()).toMatchObject({ queued: 1, isConnected: false });
    await link.close();
  });

  it('because it says nothing keeps nobody waiting', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
    closing.push(async () => server.close());
    await once(server, 'listening');
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const link = await start(`mqtt://127.0.0.1:${port}`, { acknowledgeMilliseconds: 600_000, closeMilliseconds: 20 });
    await link.tell(linePart());
    expect(link.facts()).toMatchObject({ queued: 1, isConnected: false, trouble: undefined });
    await link.close();
  });

  it('because it speaks another language is told as unreachable', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    }).listen(0, '127.0.0.1');
    closing.push(async () => server.close());
    await once(server, 'listening');
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const link = await start(`mqtt://127.0.0.1:${port}`);
    await vi.waitFor(() => expect(link.facts().trouble?.code).toBe('inspect.broker-unreachable'), soon);
  });
});

describe.skipIf(!existsSync('/usr/bin/openssl'))('an encrypted broker', () => {
  async function certificates() {
    const folder = await mkdtemp(join(tmpdir(), 'narashi-mqtt-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    const key = join(folder, 'key.pem');
    const cert = join(folder, 'cert.pem');
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
    const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    execFileSync('openssl', [...kind, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
    return { caFile: cert, key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  }

  it('is trusted by its authority, and by nothing else', async () => {
    const { caFile, key, cert } = await certificates();
    const broker = await TestBroker.start({ tls: { key, cert } });
    closing.push(() => broker.close());
    const url = `mqtts://127.0.0.1:${broker.port}`;
    const stranger = await start(url, { clientId: 'stranger' });
    await vi.waitFor(() => expect(stranger.facts().trouble?.code).toBe('inspect.broker-unreachable'), soon);
    expect(stranger.facts().trouble?.message).toMatch(/certificate/);
    const link = await start(url, { caFile });
    await connected(link);
    await link.tell(linePart());
    expect(broker.parts()).toHaveLength(1);
    expect(broker.clients).toEqual(['narashi-line1']);
  });
});

describe.skipIf(!existsSync('/usr/sbin/mosquitto'))('mosquitto', () => {
  async function mosquitto() {
    const folder = await mkdtemp(join(tmpdir(), 'narashi-mosquitto-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const settings = join(folder, 'mosquitto.conf');
    await writeFile(settings, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
    const run = () => {
      const child = spawn('/usr/sbin/mosquitto', ['-c', settings], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      const kill = async () => {
        child.kill('SIGKILL');
        await ended;
      };
      closing.push(kill);
      return kill;
    };
    return { url: `mqtt://127.0.0.1:${port}`, run };
  }

  it('takes status, parts and will, also after it was killed', async () => {
    const { url, run } = await mosquitto();
    const kill = run();
    const link = await start(url);
    link.show(ready);
    await connected(link);
    const { heard } = await listen(url);
    await link.tell(linePart({ id: 1 }));
    await vi.waitFor(() => expect(heard.map(({ topic }) => topic)).toContain('plant/line1/part'), soon);
    await kill();
    await vi.waitFor(() => expect(link.facts().isConnected).toBe(false), soon);
    await link.tell(linePart({ id: 2 }));
    run();
    await connected(link);
    const again = await listen(url);
    await vi.waitFor(() => expect(link.facts().queued).toBe(0), soon);
    const heardAgain = (payload: object) =>
      vi.waitFor(
        () => expect(again.heard.map((each) => each.payload)).toContainEqual(expect.objectContaining(payload)),
        soon,
      );
    await heardAgain({ online: true, ready: true });
    await link.tell(linePart({ id: 3 }));
    await heardAgain({ id: 3 });

    // A second one of the same name takes the first one's place; the broker speaks its will.
    const double = await start(url, { backOff: { first: 60_000, longest: 60_000 } });
    await vi.waitFor(
      () =>
        expect(again.heard.map(({ payload }) => payload)).toContainEqual(
          expect.objectContaining({ online: false, fault: null }),
        ),
      soon,
    );
    await double.close();
  });
});

describe('settings', () => {
  it.each([
    ['http://broker', 'inspect.broker-address'],
    ['broker:1883', 'inspect.broker-address'],
    ['mqtt://', 'inspect.broker-address'],
    ['', 'inspect.broker-address'],
  ])('with the address "%s" are refused', async (url, code) => {
    await expect(start(url)).rejects.toMatchObject({ code });
  });

  it('with a password in a wrong address are refused without showing it', async () => {
    const error = await start('tcp://line1:secret@broker').catch((reason: unknown) => reason);
    expect(error).toHaveProperty('message', expect.stringContaining('tcp://broker'));
    expect(error).toHaveProperty('message', expect.not.stringContaining('secret'));
  });

  it.each(['', '/', 'plant/#', 'plant/+/line', '$SYS/line'])('with the topic "%s" are refused', async (topicPrefix) => {
    await expect(start('mqtt://127.0.0.1', { topicPrefix })).rejects.toMatchObject({ code: 'inspect.topic-prefix' });
  });

  it('with a certificate that is none, or not there, are refused', async () => {
    const code = 'inspect.certificate-unreadable';
    await expect(start('mqtts://127.0.0.1', { caFile: '/nowhere/ca.pem' })).rejects.toMatchObject({ code });
    await expect(start('mqtts://127.0.0.1', { caFile: import.meta.filename })).rejects.toMatchObject({ code });
  });
});
