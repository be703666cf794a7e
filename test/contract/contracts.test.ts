// Every method of every service over every kind of channel: valid values go through, anything else is refused by code.
import { afterEach, describe, expect, it } from 'vitest';
import { contracts } from '../../shared/contract/index.ts';
import { eventsOf, methodsOf } from '../../shared/rpc/catalogue.ts';
import { connect } from '../../shared/rpc/client.ts';
import { channelKinds, type Pair } from './channels.ts';
import { poison, sampleOf, spoil } from './samples.ts';
import { RawClient, type SeenCall, sampleImplementations, serveFor } from './serving.ts';

const methods = [...methodsOf(contracts).values()];
const events = [...eventsOf(contracts)];

describe('contracts', () => {
  it('lists methods and events', () => {
    expect(methods.length).toBeGreaterThan(50);
    expect(events.length).toBeGreaterThan(5);
  });

  it.each(methods)('$name: a value read twice is the same as read once', ({ contract }) => {
    // Both ends read every value; a schema that changes what it has already changed would make that visible.
    for (const schema of [contract.input, contract.output, ...(contract.progress ? [contract.progress] : [])]) {
      const once = schema.parse(sampleOf(schema));
      expect(schema.parse(once)).toEqual(once);
    }
  });
});

describe.each(channelKinds)('over %s', (_, open) => {
  let pair: Pair | undefined;
  afterEach(() => pair?.close());

  async function start() {
    const opened = await open();
    pair = opened;
    const seen: SeenCall[] = [];
    const served = serveFor(contracts, sampleImplementations(contracts, seen), opened.server);
    return { ...opened, ...served, seen };
  }

  it('answers every method, with progress where there is any', async () => {
    const { client, seen, failures } = await start();
    const clients: Readonly<Record<string, object>> = connect(contracts, client);
    for (const { name, service, method, contract } of methods) {
      const progress: unknown[] = [];
      const input = sampleOf(contract.input);
      const call: unknown = Reflect.get(clients[service] ?? {}, method);
      if (typeof call !== 'function') throw new Error(`the client lacks ${name}`);
      const output: unknown = await call(input, { onProgress: (value: unknown) => progress.push(value) });
      expect(output, name).toEqual(contract.output.parse(sampleOf(contract.output)));
      expect(progress, name).toEqual(contract.progress ? [sampleOf(contract.progress)] : []);
      expect(seen.at(-1), name).toEqual({ name, input: contract.input.parse(input) });
    }
    expect(failures).toEqual([]);
  });

  it('refuses every wrong shape of every input', async () => {
    const { client, seen } = await start();
    const raw = new RawClient(client);
    let refused = 0;
    for (const { name, contract } of methods) {
      for (const input of spoil(contract.input, sampleOf(contract.input))) {
        expect(await raw.request(name, input), name).toMatchObject({ type: 'error', code: 'rpc.invalid-input' });
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(methods.length * 2);
    expect(seen).toEqual([]);
  });

  it('refuses keys that lead to a prototype, at any depth', async () => {
    const { client, seen } = await start();
    const raw = new RawClient(client);
    for (const { name, contract } of methods) {
      for (const input of poison(sampleOf(contract.input))) {
        // MessagePack itself refuses this one; see web-socket.test.ts.
        if (JSON.stringify(input).includes('__proto__') && open === channelKinds.at(-1)?.[1]) continue;
        expect(await raw.request(name, input), name).toMatchObject({ type: 'error', code: 'rpc.invalid-input' });
      }
    }
    expect(seen).toEqual([]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('refuses 10 MB strings, in any place of any input', async () => {
    const { client, seen } = await start();
    const raw = new RawClient(client);
    const long = 'x'.repeat(10_000_000);
    for (const { name } of [methods[0], methods.at(-1)].flatMap((method) => method ?? [])) {
      expect(await raw.request(name, { text: long })).toMatchObject({ type: 'error', code: 'rpc.too-large' });
    }
    expect(seen).toEqual([]);
  });

  it.each(methods.filter(({ contract }) => texts(contract.input) > 0).map(({ name }) => name))(
    '%s limits the length of its texts',
    async (name) => {
      const { client } = await start();
      const raw = new RawClient(client);
      const method = methods.find((each) => each.name === name);
      const input = sampleOf(method?.contract.input ?? never());
      for (const stretched of stretch(input)) {
        expect(await raw.request(name, stretched)).toMatchObject({ type: 'error', code: 'rpc.invalid-input' });
      }
    },
  );

  it.each([
    'projects',
    'projects.',
    'projects.nothing',
    'projects.constructor',
    'projects.__proto__',
    '__proto__.list',
    'constructor.constructor',
    'projects.on',
    'toString',
    '',
  ])('does not know the method "%s"', async (method) => {
    const { client } = await start();
    expect(await new RawClient(client).request(method, {})).toMatchObject({
      type: 'error',
      code: 'rpc.unknown-method',
    });
  });

  it('delivers every event, and none that does not fit', async () => {
    const { client, emit, eventFailures } = await start();
    const clients: Readonly<Record<string, object>> = connect(contracts, client);
    const emitters: Readonly<Record<string, unknown>> = emit;
    for (const [name, schema] of events) {
      const [service = '', event = ''] = name.split('.');
      const [send, on] = [emitters[service], Reflect.get(clients[service] ?? {}, 'on')];
      if (typeof send !== 'function' || typeof on !== 'function') throw new Error(`no event ${name}`);
      const received = new Promise((resolve) => on(event, resolve));
      send(event, { wrong: true });
      send(event, sampleOf(schema));
      expect(await received, name).toEqual(schema.parse(sampleOf(schema)));
    }
    expect(eventFailures.length).toBeGreaterThan(events.length / 2);
  });
});

function never(): never {
  throw new Error('unreachable');
}

function texts(schema: Parameters<typeof sampleOf>[0]): number {
  return stretch(sampleOf(schema)).length;
}

/** Copies of a sample, each with one text made far too long. */
function stretch(value: unknown): unknown[] {
  if (typeof value === 'string') return ['x'.repeat(100_000)];
  if (Array.isArray(value)) return value.flatMap((part) => stretch(part).map((longer) => [longer]));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([key, part]) => stretch(part).map((longer) => ({ ...value, [key]: longer })));
}
