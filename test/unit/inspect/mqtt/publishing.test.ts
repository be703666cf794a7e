// What waits for a broker and for how long, where it is found, and that the documentation names all that is published.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { pause } from '../../../../main/inspect/mqtt/back-off.ts';
import { brokerOf, prefixOf } from '../../../../main/inspect/mqtt/broker.ts';
import { alarmPayload, partMessages, partPayload, statusPayload } from '../../../../main/inspect/mqtt/messages.ts';
import { Outbox } from '../../../../main/inspect/mqtt/outbox.ts';
import { linePart } from '../../../support/line-part.ts';

describe('the outbox', () => {
  it('drops the oldest, and counts them', () => {
    const outbox = new Outbox<number>(3);
    expect([1, 2, 3, 4, 5].flatMap((item) => outbox.add(item))).toEqual([1, 2]);
    expect(outbox).toMatchObject({ size: 3, dropped: 2 });
    expect([outbox.next(), outbox.next(), outbox.next(), outbox.next()]).toEqual([3, 4, 5, undefined]);
  });

  it('has ten under way at most, which are not dropped for others', () => {
    const outbox = new Outbox<number>(2);
    const taken = Array.from({ length: 30 }, (_, item) => {
      outbox.add(item);
      return outbox.next();
    });
    expect(taken.filter((item) => item !== undefined)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(outbox).toMatchObject({ size: 12, dropped: 18 });
    outbox.settle(4);
    expect(outbox.next()).toBe(28);
  });

  it('sends again what was under way, first and within its limit', () => {
    const outbox = new Outbox<number>(3);
    for (const item of [1, 2]) outbox.add(item);
    outbox.next();
    outbox.next();
    outbox.settle(1);
    outbox.add(3);
    expect(outbox.takeBack()).toEqual([]);
    expect(outbox.items()).toEqual([2, 3]);
    for (const item of [4, 5]) outbox.add(item);
    expect(outbox.items()).toEqual([3, 4, 5]);
    for (let turn = 0; turn < 3; turn += 1) outbox.next();
    for (const item of [6, 7]) outbox.add(item);
    expect(outbox.takeBack()).toEqual([3, 4]);
    expect(outbox.items()).toEqual([5, 6, 7]);
    expect(outbox.dropped).toBe(3);
  });

  it('holds at least the part at hand', () => {
    const outbox = new Outbox<number>(0);
    expect(outbox.add(1)).toEqual([]);
    expect(outbox.next()).toBe(1);
  });
});

it('waits longer after each failure, up to a limit, and never the same everywhere', () => {
  const limits = { first: 1_000, longest: 30_000 };
  const waits = [1, 2, 3, 4, 5, 6, 1_000].map((failures) => pause(failures, 1, limits));
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(pause(3, 0, limits)).toBe(2_000);
});

describe('a broker', () => {
  it.each([
    ['mqtt://broker', { protocol: 'mqtt', host: 'broker', port: 1883, shown: 'mqtt://broker' }],
    ['mqtts://broker', { protocol: 'mqtts', host: 'broker', port: 8883 }],
    ['mqtt://10.0.0.5:1884/', { host: '10.0.0.5', port: 1884, shown: 'mqtt://10.0.0.5:1884' }],
    ['mqtt://[::1]:1883', { host: '::1', port: 1883 }],
    ['mqtt://line%201:p%40ss@broker', { username: 'line 1', password: 'p@ss', shown: 'mqtt://broker' }],
    ['mqtt://line1:100%@broker', { username: 'line1', password: '100%' }],
  ])('is found at %s', async (url, found) => {
    expect(await brokerOf({ url, clientId: 'line1' })).toMatchObject(found);
  });

  it('is told the user name that was set apart', async () => {
    const broker = await brokerOf({ url: 'mqtt://a:b@broker', username: 'c', password: 'd', clientId: 'line1' });
    expect(broker).toMatchObject({ username: 'c', password: 'd' });
  });

  it('gets topics without doubled slashes', () => {
    expect(prefixOf('plant/line1/')).toBe('plant/line1');
    const topics = partMessages('plant/line1', linePart({ outcome: 'review' }), true).map(({ topic }) => topic);
    expect(topics).toEqual(['plant/line1/part', 'plant/line1/part/review']);
  });
});

describe.each(['mqtt.md', 'mqtt.ja.md'])('the documentation %s', (name) => {
  it.each([
    ['part', partPayload],
    ['status', statusPayload],
    ['alarm', alarmPayload],
  ])('explains every field of a %s, and shows one as it is', async (kind, schema) => {
    const text = await readFile(new URL(`../../../../docs/line/${name}`, import.meta.url), 'utf8');
    const heading = `### \`<prefix>/${kind}\``;
    const section = text.slice(text.indexOf(heading) + heading.length).split(/\n##/)[0] ?? '';
    const fields = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, field]) => field);
    expect(fields.toSorted()).toEqual(Object.keys(schema.shape).toSorted());
    const sample = /```json\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
    expect(schema.strict().safeParse(JSON.parse(sample))).toMatchObject({ success: true });
  });
});
