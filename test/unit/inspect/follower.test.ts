// Whoever is told of parts behind the verdict hears of each, in order, whatever failed in between.
import { describe, expect, it } from 'vitest';
import { type Follower, Following } from '../../../main/inspect/sink/follower.ts';
import { journalPart } from '../../support/journal-part.ts';

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
  const follower: Follower = {
    name: 'other',
    async tell(given) {
      if (!afterTaking && left-- > 0) throw new Error('away');
      told.push(...given.map(({ id }) => id));
      if (afterTaking && left-- > 0) throw new Error('cut off');
    },
    close: async () => undefined,
  };
  const store = {
    parts: {
      since: (after: number, limit: number) =>
        Array.from({ length: Math.min(limit, parts - after) }, (_, place) => journalPart({ id: after + place + 1 })),
    },
    cursor: () => cursor,
    moveCursor: (_: string, upTo: number) => {
      cursor = upTo;
    },
  };
  const following = new Following({ store, follower, log: (line) => log.push(line), retryMilliseconds: 1 });
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
    await until(() => following.failure === 'away');
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
