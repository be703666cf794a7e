// The app while its host goes on: opened anew on request, one after the other, and never after the end.
import { describe, expect, it } from 'vitest';
import { Library } from '../../../main/data/library.ts';
import type { HttpParts } from '../../../main/host/http/app.ts';
import { Uploads } from '../../../main/host/http/uploads.ts';
import { type App, RunningApp } from '../../../main/host/running-app.ts';
import { Downloads } from '../../../main/services/downloads.ts';
import { Grants } from '../../../main/services/grants.ts';
import type { Channel } from '../../../shared/rpc/channel.ts';
import { memoryPair } from '../../../shared/rpc/channels/memory.ts';

const parts: HttpParts & Pick<App, 'grants'> = {
  library: new Library('/nowhere'),
  downloads: new Downloads(),
  grants: new Grants(),
  uploads: new Uploads('/nowhere', new Grants()),
  partPicture: async () => undefined,
};

function start(failAt = 0) {
  const failures: unknown[] = [];
  const done: string[] = [];
  const restarts: (() => void)[] = [];
  let number = 0;
  const running = new RunningApp(
    async (restart) => {
      const own = ++number;
      done.push(`open ${own}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (own === failAt) throw new Error('cannot open');
      restarts.push(restart);
      return {
        ...parts,
        isInspecting: () => false,
        onSettings: () => undefined,
        serve: (_: Channel) => done.push(`serve ${own}`),
        close: async () => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          done.push(`close ${own}`);
        },
      };
    },
    (error) => failures.push(error),
  );
  return { running, done, restarts, failures };
}

describe('RunningApp', () => {
  it('opens, serves, opens anew and ends, each in turn', async () => {
    const { running, done, restarts } = start();
    const [channel] = memoryPair();
    expect(running.accept(channel)).toBe(false);
    await running.start();
    expect(running.accept(channel)).toBe(true);
    restarts[0]?.();
    await expect.poll(() => running.current).toBeUndefined();
    expect(running.accept(channel)).toBe(false);
    await expect.poll(() => running.current).toBeDefined();
    expect(running.accept(channel)).toBe(true);
    await running.close();
    expect(running.current).toBeUndefined();
    expect(done).toEqual(['open 1', 'serve 1', 'close 1', 'open 2', 'serve 2', 'close 2']);
  });

  it('does not open anew once it ends', async () => {
    const { running, done, restarts } = start();
    await running.start();
    const closing = running.close();
    restarts[0]?.();
    await closing;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(done).toEqual(['open 1', 'close 1']);
  });

  it('says what keeps it from opening, and can still be ended', async () => {
    const { running } = start(1);
    await expect(running.start()).rejects.toThrow('cannot open');
    await running.close();
  });

  it('tells its host when it cannot be opened anew', async () => {
    const { running, restarts, failures } = start(2);
    await running.start();
    restarts[0]?.();
    await expect.poll(() => failures).toEqual([new Error('cannot open')]);
    expect(running.current).toBeUndefined();
    await running.close();
  });
});
