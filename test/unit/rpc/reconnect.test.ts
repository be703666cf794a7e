// A link that loses its channel: calls fail, nothing is sent again, a new channel takes over, and stores hear of it.
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Channel } from '../../../shared/rpc/channel.ts';
import { memoryPair } from '../../../shared/rpc/channels/memory.ts';
import { method, service } from '../../../shared/rpc/contract.ts';
import { createEvents } from '../../../shared/rpc/events.ts';
import { connectLasting, type Link } from '../../../shared/rpc/reconnect.ts';
import { serve } from '../../../shared/rpc/server.ts';

const empty = z.strictObject({});
const contracts = {
  trial: service(
    'trial',
    { count: method(empty, z.object({ calls: z.int() })), never: method(empty, empty) },
    { news: z.object({ text: z.string() }) },
  ),
};

class Program {
  readonly events = createEvents(contracts, (reason) => this.failures.push(reason));
  readonly failures: unknown[] = [];
  channel: Channel | undefined;
  calls = 0;
  refuse = 0;

  readonly open = async () => {
    if (this.refuse-- > 0) throw new Error('not listening');
    const [server, client] = memoryPair();
    const trial = { count: () => ({ calls: ++this.calls }), never: () => new Promise<never>(() => this.calls++) };
    serve(contracts, { trial }, server, { events: this.events, report: (failure) => this.failures.push(failure) });
    this.channel = server;
    return client;
  };
}

describe('connectLasting', () => {
  let link: Link<typeof contracts> | undefined;
  afterEach(() => link?.close());

  it('fails what was under way and goes on over a new channel', async () => {
    const program = new Program();
    program.refuse = 2;
    const lasting = connectLasting(contracts, program.open, [1, 2]);
    link = lasting;
    const statuses: string[] = [];
    let reconnects = 0;
    lasting.onStatus((status) => statuses.push(status));
    lasting.onReconnect(() => reconnects++);
    await expect(lasting.clients.trial.count({})).rejects.toMatchObject({ code: 'rpc.disconnected' });
    await expect.poll(() => lasting.status).toBe('connected');

    const heard: string[] = [];
    lasting.clients.trial.on('news', ({ text }) => heard.push(text));
    const hanging = lasting.clients.trial.never({});
    await expect.poll(() => program.calls).toBe(1);
    program.refuse = 1;
    program.channel?.close();
    await expect(hanging).rejects.toMatchObject({ code: 'rpc.disconnected' });
    expect(lasting.status).toBe('lost');

    await expect.poll(() => lasting.status).toBe('connected');
    expect(await lasting.clients.trial.count({})).toEqual({ calls: 2 });
    program.events.emit.trial('news', { text: 'still heard' });
    await lasting.clients.trial.count({});
    expect([heard, statuses, reconnects]).toEqual([['still heard'], ['connected', 'lost', 'connected'], 1]);
    expect(program.failures).toEqual([]);
  });

  it('stays closed once closed', async () => {
    const program = new Program();
    const lasting = connectLasting(contracts, program.open, [1]);
    lasting.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lasting.status).toBe('closed');
    await expect(lasting.clients.trial.count({})).rejects.toMatchObject({ code: 'rpc.disconnected' });
    expect(program.calls).toBe(0);
  });
});
