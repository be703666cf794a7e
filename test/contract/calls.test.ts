// How calls behave over every kind of channel: binary data, cancellation, progress, failures, loss of the connection.
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { connect } from '../../shared/rpc/client.ts';
import { type CallContext, type Implementations, method, service } from '../../shared/rpc/contract.ts';
import { channelKinds, type Pair } from './channels.ts';
import { RawClient, serveFor } from './serving.ts';

const empty = z.strictObject({});
const positive = z.object({ value: z.number().positive() });
const contracts = {
  trial: service(
    'trial',
    {
      bytes: method(z.strictObject({ bytes: z.instanceof(Uint8Array) }), z.object({ bytes: z.instanceof(Uint8Array) })),
      wait: method(empty, empty, z.object({ step: z.int() })),
      fail: method(z.strictObject({ how: z.enum(['expected', 'unexpected', 'wrong-output']) }), positive),
      echo: method(z.strictObject({ text: z.string().optional(), list: z.array(z.int()) }), z.unknown()),
    },
    { news: z.object({ text: z.string() }) },
  ),
};

describe.each(channelKinds)('over %s', (_, open) => {
  let pair: Pair | undefined;
  afterEach(() => pair?.close());

  async function start() {
    const opened = await open();
    pair = opened;
    const waiting: CallContext<{ step: number }>[] = [];
    const trial: Implementations<typeof contracts>['trial'] = {
      bytes: ({ bytes }) => ({ bytes: bytes.map((byte) => 255 - byte) }),
      wait: (_, context) => {
        waiting.push(context);
        context.progress({ step: 1 });
        return new Promise((_, reject) => {
          context.signal.addEventListener('abort', () => reject(context.signal.reason));
        });
      },
      fail: ({ how }) => {
        if (how === 'expected') throw new NarashiError('store.run-not-found', { id: 7 });
        if (how === 'unexpected') throw new Error('secret: /home/someone');
        return { value: -1 };
      },
      echo: (input) => input,
    };
    const served = serveFor(contracts, { trial }, opened.server);
    return { ...opened, ...served, waiting };
  }

  it('carries bytes both ways unchanged', async () => {
    const { client } = await start();
    const { trial } = connect(contracts, client);
    const all = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
    const { bytes } = await trial.bytes({ bytes: all });
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect(Array.from(bytes)).toEqual(Array.from(all, (byte) => 255 - byte));
    expect((await trial.bytes({ bytes: all.subarray(10, 12) })).bytes).toEqual(Uint8Array.of(245, 244));
  });

  it('cancels a call at both ends, and reports no progress afterwards', async () => {
    const { client, waiting, failures } = await start();
    const { trial } = connect(contracts, client);
    const stop = new AbortController();
    const steps: number[] = [];
    const call = trial.wait(
      {},
      {
        signal: stop.signal,
        onProgress: ({ step }) => {
          steps.push(step);
          stop.abort();
        },
      },
    );
    await expect(call).rejects.toMatchObject({ code: 'rpc.cancelled' });
    await trial.echo({ list: [] });
    const [context] = waiting;
    expect(context?.signal.aborted).toBe(true);
    context?.progress({ step: 2 });
    await trial.echo({ list: [] });
    expect(steps).toEqual([1]);
    expect(failures).toEqual([]);
  });

  it('does not even send a call cancelled beforehand', async () => {
    const { client, waiting } = await start();
    const { trial } = connect(contracts, client);
    await expect(trial.wait({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'rpc.cancelled' });
    await trial.echo({ list: [] });
    expect(waiting).toEqual([]);
  });

  it('gives an expected failure its code, data and sentence in both languages', async () => {
    const { client, failures } = await start();
    const error: unknown = await connect(contracts, client)
      .trial.fail({ how: 'expected' })
      .catch((reason) => reason);
    if (!(error instanceof NarashiError)) throw new Error('not a NarashiError');
    expect([error.code, error.data]).toEqual(['store.run-not-found', { id: 7 }]);
    expect(error.in('ja')).toMatch(/7/u);
    expect(failures).toEqual([]);
  });

  it.each(['unexpected', 'wrong-output'] as const)(
    'tells nothing of an %s failure but a number in the log',
    async (how) => {
      const { client, failures } = await start();
      const answer = await new RawClient(client).request('trial.fail', { how });
      const [failure] = failures;
      expect(answer).toEqual({ type: 'error', id: 1, code: 'rpc.internal', data: { id: failure?.id } });
      expect(failure?.id).toMatch(/^[a-z2-9]{6}$/);
      expect(failure?.method).toBe('trial.fail');
      expect(failure?.error).toBeInstanceOf(Error);
    },
  );

  it('fails pending calls when the connection is lost, and aborts them at the other end', async () => {
    const { client, server, waiting } = await start();
    const { trial } = connect(contracts, client);
    const call = trial.wait({}, { onProgress: () => server.close() });
    await expect(call).rejects.toMatchObject({ code: 'rpc.disconnected' });
    expect(waiting[0]?.signal.aborted).toBe(true);
    await expect(trial.echo({ list: [] })).rejects.toMatchObject({ code: 'rpc.disconnected' });
  });

  it('aborts the calls of a client that goes away', async () => {
    const { client, waiting } = await start();
    const { trial } = connect(contracts, client);
    const call = trial.wait({}, { onProgress: () => client.close() });
    await expect(call).rejects.toMatchObject({ code: 'rpc.disconnected' });
    await expect.poll(() => waiting[0]?.signal.aborted).toBe(true);
  });

  it('ends a connection that does not speak the protocol', async () => {
    for (const message of [
      null,
      'hello',
      { type: 'request' },
      { type: 'reply', id: 1, output: {} },
      { type: 'cancel', id: -1 },
    ]) {
      const { client, close } = await start();
      const raw = new RawClient(client);
      raw.send(message);
      await raw.closed;
      await close();
    }
  });

  it('ends a connection that uses a number twice', async () => {
    const { client } = await start();
    const raw = new RawClient(client);
    const request = { type: 'request', id: 5, method: 'trial.wait', input: {} };
    raw.send(request);
    raw.send(request);
    await raw.closed;
  });

  it('answers only so many calls at once', async () => {
    const { client } = await start();
    const raw = new RawClient(client);
    for (let call = 0; call < 256; call++) void raw.request('trial.wait', {}).catch(() => undefined);
    expect(await raw.request('trial.echo', { list: [] })).toMatchObject({ code: 'rpc.busy' });
  });

  it('leaves out what is undefined', async () => {
    const { client } = await start();
    expect(await connect(contracts, client).trial.echo({ text: undefined, list: [1] })).toEqual({ list: [1] });
  });

  it('stops telling of events once nobody listens', async () => {
    const { client, emit } = await start();
    const { trial } = connect(contracts, client);
    const heard: string[] = [];
    const end = trial.on('news', ({ text }) => heard.push(text));
    emit.trial('news', { text: 'first' });
    await trial.echo({ list: [] });
    end();
    emit.trial('news', { text: 'second' });
    await trial.echo({ list: [] });
    expect(heard).toEqual(['first']);
  });
});
