// Whoever is told of parts behind the verdict hears of each, in order, whatever failed in between.
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Follower, Following } from '../../../main/inspect/sink/follower.ts';
import { openFollowings, untoldOf } from '../../../main/inspect/sink/followings.ts';
import { bad, WatchedLine } from './watch/fixture.ts';

interface Told {
  readonly following: Following;
  readonly told: number[];
  readonly log: string[];
  add(count: number): void;
}

/** A journal in memory, and a follower that fails as often as `failures` says, before or after taking parts. */
function followed(failures: number, afterTaking = false): Told {
  const [told, log]: [number[], string[]] = [[], []];
  let [parts, cursor, left] = [0, 0, failures];
  const follower: Follower<{ readonly id: number }> = {
    name: 'other',
    async tell(given) {
      if (!afterTaking && left-- > 0) throw new Error('away');
      told.push(...given.map(({ id }) => id));
      if (afterTaking && left-- > 0) throw new Error('cut off');
    },
    close: async () => undefined,
  };
  const store = {
    cursor: () => cursor,
    moveCursor: (_: string, upTo: number) => {
      cursor = upTo;
    },
  };
  const since = (after: number, limit: number) =>
    Array.from({ length: Math.min(limit, parts - after) }, (_, place) => ({ id: after + place + 1 }));
  const following = new Following({
    store,
    cursor: 'other',
    since,
    follower,
    log: (line) => log.push(line),
    retryMilliseconds: 1,
  });
  return {
    following,
    told,
    log,
    add(count) {
      parts += count;
      following.wake();
    },
  };
}

interface Request {
  readonly key: string | undefined;
  readonly body: unknown;
}

/** Another system, which refuses the first requests. */
async function otherSystem(refusals: number): Promise<{ url: string; requests: Request[] }> {
  const requests: Request[] = [];
  let left = refusals;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const isRefused = left-- > 0;
      const key = request.headers['idempotency-key'];
      if (!isRefused) requests.push({ key: [key].flat()[0], body: JSON.parse(text) });
      response.writeHead(isRefused ? 503 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { url: `http://127.0.0.1:${port}/hook`, requests };
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
};
const upTo = (last: number) => Array.from({ length: last }, (_, place) => place + 1);

describe('a follower', () => {
  it('is told of all parts in order, in pieces', async () => {
    const { told, add, following } = followed(0);
    add(450);
    await until(() => told.length === 450);
    add(3);
    await following.stop();
    expect(told).toEqual(upTo(453));
  });

  it('is told again and again until it takes them, and says so once', async () => {
    const { told, add, log, following } = followed(3);
    add(5);
    await until(() => following.failure?.code === 'line.untold');
    await until(() => told.length === 5);
    await until(() => following.failure === null);
    expect(told).toEqual(upTo(5));
    expect(log).toEqual(['other cannot be told: away', 'other can be told again']);
  });

  it('may hear of the same parts twice, never of none', async () => {
    const { told, add } = followed(1, true);
    add(4);
    await until(() => told.length === 8);
    expect(told).toEqual([...upTo(4), ...upTo(4)]);
  });

  it('that cannot be told holds up no stop', async () => {
    const { add, following, told } = followed(Number.POSITIVE_INFINITY);
    add(4);
    await until(() => following.failure !== null);
    await following.stop();
    expect(told).toEqual([]);
  });
});

it('a webhook hears of alarms in requests of their own, and why it does not is told in both languages', async () => {
  const line = new WatchedLine();
  onTestFinished(() => line.close());
  line.store.checks.add('samples', false, { failure: bad.failure });
  line.store.checks.see('samples', 'Sato');
  const { url, requests } = await otherSystem(1);
  const settings = { name: 'L1', csv: false, webhook: { url } };
  const followings = await openFollowings({ folder: line.folder, settings, store: line.store, log: () => undefined });
  for (const following of followings) following.wake();
  await until(() => untoldOf(followings).length === 1);
  expect(untoldOf(followings)).toEqual([
    { name: 'webhook', reason: expect.objectContaining({ code: 'line.webhook-refused', data: { url, status: 503 } }) },
  ]);
  expect(untoldOf(followings)[0]?.reason.ja).toContain('503');
  await until(() => untoldOf(followings).length === 0);
  for (const following of followings) await following.stop();
  expect(requests).toMatchObject([
    {
      key: 'alarms-1-2',
      body: {
        schema: 1,
        line: 'L1',
        alarms: [
          { id: 1, kind: 'samples', state: 'raised', failure: bad.failure },
          { id: 2, state: 'seen', operator: 'Sato' },
        ],
      },
    },
  ]);
});
