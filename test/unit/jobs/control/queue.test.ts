// The queue's state machine over a trainer that does as it is told: order, pause, stop, crashes, closing, starting again.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Store } from '../../../../main/store/index.ts';
import { NarashiError } from '../../../../shared/contract/errors/index.ts';
import { codeOf, codeOfAsync } from '../../store/fixture.ts';
import { type FakeChild, type Scene, scene, settle } from './fake-trainer.ts';

const broke = () => new NarashiError('jobs.crashed', { kind: 'train', reason: 'SIGSEGV' });
const statuses = ({ runs }: Store) => runs.list().map(({ status }) => status);

describe('a queue', () => {
  it('trains one run after the other, in their order', async () => {
    const { add, child, store, queue, busy, news } = await scene();
    const [first, second] = [await add(), await add()];
    const one = await child(1);
    expect(one.runId).toBe(first);
    expect(queue.list(5).map(({ runId, status, phase }) => [runId, status, phase])).toEqual([
      [first, 'running', 'preparing'],
      [second, 'queued', 'waiting'],
    ]);
    await one.begin();
    expect(statuses(store)).toEqual(['running', 'queued']);
    await one.finish();
    const two = await child(2);
    expect(two.runId).toBe(second);
    await two.begin();
    await two.finish();
    expect(statuses(store)).toEqual(['done', 'done']);
    expect(news).toEqual([
      ['done', first],
      ['done', second],
    ]);
    expect(busy).toEqual([true, true, false]);
    expect(queue.list(1).map(({ runId }) => runId)).toEqual([second]);
  });

  it('lets a run go first', async () => {
    const { add, child, queue, store } = await scene();
    const [, second, third] = [await add(), await add(), await add()];
    const one = await child(1);
    await one.begin();
    queue.first(third);
    expect(store.runs.queue().map(({ id }) => id)).toEqual([third, second]);
    await one.finish();
    expect((await child(2)).runId).toBe(third);
    expect(codeOf(() => queue.first(third))).toBe('jobs.not-in-queue');
  });

  it('gives the trainer its order, and takes the list of images away afterwards', async () => {
    const { add, child, root } = await scene();
    const id = await add();
    const list = join(root, 'runs', String(id), 'images.jsonl');
    const one = await child(1);
    const lines = readFileSync(list, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(12);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ path: '外観/000000.png', classIndex: 0, split: 'test' });
    await one.begin();
    await one.finish();
    expect(existsSync(list)).toBe(false);
  });

  it('records epochs and cost as they come, with the project’s electricity', async () => {
    const { add, child, store, queue } = await scene();
    const id = await add();
    const one = await child(1);
    await one.begin();
    await one.epoch(1);
    await one.epoch(2);
    expect(store.epochs.list(id).map(({ epoch, loss }) => [epoch, loss])).toEqual([
      [1, 1],
      [2, 0.5],
    ]);
    expect(store.costs.get(id)).toMatchObject({ gradientEvaluations: 4, watts: 100, yenPerKilowattHour: 20 });
    expect(queue.get(id)).toMatchObject({ epoch: 2, epochs: 3, status: 'running' });
    expect(queue.curves(id).map(({ at, validationAccuracy }) => [at, validationAccuracy])).toEqual([
      [1, 0.4],
      [2, 0.4],
    ]);
  });

  it('follows steps, and goes back where a run repeats some', async () => {
    const { add, child, queue } = await scene();
    const id = await add();
    const one = await child(1);
    await one.begin();
    const steps = (epoch: number, step: number, loss: number) =>
      one.tell({ type: 'steps', epoch, step, stepsPerEpoch: 4, loss, sharpness: null, lambda: 1, imagesPerSecond: 80 });
    await one.tell({ type: 'phase', phase: 'training' });
    await steps(1, 2, 0.9);
    await steps(1, 4, 0.8);
    await steps(1, 3, 0.7);
    expect(queue.curves(id).map(({ at, loss }) => [at, loss])).toEqual([
      [0.5, 0.9],
      [0.75, 0.7],
    ]);
    expect(queue.get(id)).toMatchObject({
      phase: 'training',
      epoch: 0,
      step: 3,
      stepsPerEpoch: 4,
      imagesPerSecond: 80,
    });
  });
});

describe('pausing', () => {
  it('keeps a checkpoint, lets the next run go, and goes on later where it was', async () => {
    const { add, child, queue, store, news } = await scene();
    const [first, second] = [await add(), await add()];
    const one = await child(1);
    await one.begin();
    await one.epoch(1);
    const pausing = queue.pause(first);
    expect(one.isStopped()).toBe(true);
    await one.stopped();
    expect(await pausing).toMatchObject({ runId: first, status: 'stopped', phase: 'waiting', epoch: 1 });
    const two = await child(2);
    expect(two.runId).toBe(second);
    expect(queue.list(0).map(({ runId }) => runId)).toEqual([second, first]);
    expect(await queue.resume(first)).toMatchObject({ status: 'queued' });
    await two.begin();
    await two.finish();
    const three = await child(3);
    expect(three.runId).toBe(first);
    await three.begin();
    expect(store.runs.attempts(first).map(({ outcome }) => outcome)).toEqual(['stopped', null]);
    expect(news.map(([kind]) => kind)).toEqual(['paused', 'resumed', 'done']);
  });

  it('takes a waiting run out, until it is resumed', async () => {
    const { add, child, queue, store } = await scene();
    const [, second] = [await add(), await add()];
    await queue.pause(second);
    expect(queue.list(0).map(({ runId, status }) => [runId, status])).toContainEqual([second, 'stopped']);
    const one = await child(1);
    await one.begin();
    await one.finish();
    expect(statuses(store)).toEqual(['done', 'stopped']);
    await queue.resume(second);
    expect((await child(2)).runId).toBe(second);
  });

  it('of a run that is just done leaves it done', async () => {
    const { add, child, queue } = await scene();
    const id = await add();
    const one = await child(1);
    await one.begin();
    const pausing = queue.pause(id);
    await one.finish();
    expect(await pausing).toMatchObject({ status: 'done' });
  });

  it('before the trainer has begun works too', async () => {
    const { add, child, queue, store } = await scene();
    const id = await add();
    const one = await child(1);
    const pausing = queue.pause(id);
    await one.stopped();
    expect(await pausing).toMatchObject({ status: 'stopped' });
    expect(store.runs.attempts(id)).toEqual([]);
  });

  it('and resuming at once resumes', async () => {
    const { add, child, queue } = await scene();
    const id = await add();
    const one = await child(1);
    await one.begin();
    const both = Promise.all([queue.pause(id), queue.resume(id)]);
    await one.stopped();
    await both;
    expect((await child(2)).runId).toBe(id);
  });
});

describe('stopping', () => {
  const cases: readonly (readonly [string, (scene: Scene, id: number) => Promise<void>])[] = [
    [
      'a run under way',
      async ({ queue, child }, id) => {
        const one = await child(2);
        const stopping = queue.stop(id);
        await one.stopped();
        await stopping;
      },
    ],
    [
      'a paused run',
      async ({ queue, child }, id) => {
        const one = await child(2);
        const pausing = queue.pause(id);
        await one.stopped();
        await pausing;
        await queue.stop(id);
      },
    ],
    [
      'a failed run',
      async ({ queue, child }, id) => {
        await (await child(2)).fail(new NarashiError('train.diverged', { count: 20, learningRate: 1, rho: 0 }));
        await queue.stop(id);
      },
    ],
  ];
  it.each(cases)('%s takes it out for good; it can be resumed from the history', async (_, act) => {
    const set = await scene();
    const done = await set.add();
    const first = await set.child(1);
    await first.begin();
    await first.finish();
    const id = await set.add();
    await (await set.child(2)).begin();
    await act(set, id);
    expect(set.queue.list(0)).toEqual([]);
    expect(set.queue.list(5).map(({ runId }) => runId)).toEqual([id, done]);
    await set.queue.resume(id);
    expect(set.queue.list(0).map(({ runId }) => runId)).toEqual([id]);
    expect((await set.child(3)).runId).toBe(id);
  });

  it('is refused for what is over', async () => {
    const { add, child, queue } = await scene();
    const id = await add();
    const one = await child(1);
    await one.begin();
    await one.finish();
    expect(await codeOfAsync(() => queue.stop(id))).toBe('jobs.not-in-queue');
    expect(await codeOfAsync(() => queue.pause(id))).toBe('jobs.not-in-queue');
    expect(await codeOfAsync(() => queue.resume(id))).toBe('jobs.not-in-queue');
    expect(codeOf(() => queue.get(99))).toBe('store.run-not-found');
  });
});

describe('a trainer that breaks off', () => {
  it('is started once more; twice without getting further the run has failed, with a sentence', async () => {
    const { add, child, store, queue, news } = await scene();
    const id = await add();
    const one = await child(1);
    await one.begin();
    await one.fail(broke());
    const two = await child(2);
    expect(queue.get(id)).toMatchObject({ status: 'running', failure: null });
    await two.begin();
    await two.fail(broke());
    expect(store.runs.get(id)).toMatchObject({ status: 'failed', failure: { code: 'jobs.crashed-again' } });
    expect(store.runs.get(id).failure?.message).toContain('SIGSEGV');
    expect(store.runs.attempts(id).map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
    expect(news.map(([kind]) => kind)).toEqual(['interrupted', 'failed']);
    await settle();
    expect(queue.list(0).map(({ runId, status }) => [runId, status])).toEqual([[id, 'failed']]);
  });

  it('is started again as long as it gets further', async () => {
    const { add, child, store } = await scene();
    const id = await add();
    for (let attempt = 1; attempt <= 6; attempt++) {
      const each = await child(attempt);
      await each.begin();
      await each.epoch(attempt);
      await each.fail(broke());
    }
    expect((await child(7)).runId).toBe(id);
    expect(store.epochs.count(id)).toBe(6);
  });

  it('before it has begun is given up as well', async () => {
    const { add, child, store } = await scene();
    const [first, second] = [await add(), await add()];
    await (await child(1)).fail(broke());
    await (await child(2)).fail(broke());
    expect(store.runs.get(first)).toMatchObject({ status: 'failed', failure: { code: 'jobs.crashed-again' } });
    expect((await child(3)).runId).toBe(second);
  });

  it('with a reason has failed at once, and the next run goes', async () => {
    const { add, child, store } = await scene();
    const [first, second] = [await add(), await add()];
    const one = await child(1);
    await one.begin();
    await one.fail(new NarashiError('services.images-changed', { count: 3, path: 'a.png' }));
    expect(store.runs.get(first)).toMatchObject({ status: 'failed', failure: { code: 'services.images-changed' } });
    expect((await child(2)).runId).toBe(second);
  });

  it('or was ended from outside goes on', async () => {
    const { add, child, store } = await scene();
    const id = await add();
    const one = await child(1);
    await one.begin();
    await one.stopped();
    expect((await child(2)).runId).toBe(id);
    expect(store.runs.attempts(id).map(({ outcome }) => outcome)).toEqual(['interrupted']);
  });
});

describe('a disk that is full', () => {
  it('keeps the queue from going on; once there is room, resuming goes on from the checkpoint', async () => {
    const { add, child, queue, store, children } = await scene();
    const [first] = [await add(), await add()];
    const one = await child(1);
    await one.begin();
    const full = new NarashiError('store.disk-full', { path: 'narashi.db' });
    const end = vi.spyOn(store.runs, 'end').mockImplementation(() => {
      throw full;
    });
    await one.fail(full);
    expect(queue.get(first)).toMatchObject({ status: 'failed', phase: 'ended', failure: { code: 'store.disk-full' } });
    expect(children).toHaveLength(1);
    expect(await codeOfAsync(() => queue.resume(first))).toBe('store.disk-full');
    end.mockRestore();
    expect(await queue.resume(first)).toMatchObject({ status: 'running' });
    expect((await child(2)).runId).toBe(first);
    expect(store.runs.attempts(first).map(({ outcome }) => outcome)).toEqual(['failed']);
  });
});

describe('closing and starting again', () => {
  it('interrupts the run; the next start takes it up, and says so', async () => {
    const { add, child, queue, store, reopened, children } = await scene();
    const [first, second] = [await add(), await add()];
    const one = await child(1);
    await one.begin();
    await one.epoch(1);
    const closing = queue.close();
    await one.stopped();
    await closing;
    expect(statuses(store)).toEqual(['interrupted', 'queued']);
    await settle();
    expect(children).toHaveLength(1);
    const again = reopened();
    expect(again.open()).toEqual([{ code: 'jobs.taken-up', data: { count: 1 } }]);
    const two = await child(2);
    expect(two.runId).toBe(first);
    expect(again.curves(first).map(({ at }) => at)).toEqual([1]);
    await two.begin();
    await two.finish();
    expect((await child(3)).runId).toBe(second);
  });

  it('has nothing to say where nothing was interrupted', async () => {
    const { reopened } = await scene();
    expect(reopened().open()).toEqual([]);
  });

  it('leaves runs of the command line to those who started them', async () => {
    const { add, child, store, reopened, children } = await scene();
    const id = await add();
    const { snapshotId, network, method, seed, hyperParameters } = store.runs.get(id);
    const own = store.runs.create({ snapshotId, network, method, seed, hyperParameters });
    const one = await child(1);
    await one.begin();
    await one.finish();
    reopened().open();
    await settle();
    expect(children).toHaveLength(1);
    expect(store.runs.get(own.id).status).toBe('queued');
  });

  it('before the trainer has begun leaves the run queued', async () => {
    const { add, child, queue, store } = await scene();
    const id = await add();
    const one: FakeChild = await child(1);
    const closing = queue.close();
    await one.stopped();
    await closing;
    expect(store.runs.get(id).status).toBe('queued');
  });

  it('keeps a paused run paused', async () => {
    const { add, child, queue, store, reopened, children } = await scene();
    const id = await add();
    const one = await child(1);
    await one.begin();
    const pausing = queue.pause(id);
    await one.stopped();
    await pausing;
    const again = reopened();
    again.open();
    await settle();
    expect(children).toHaveLength(1);
    expect(again.list(0)).toMatchObject([{ runId: id, status: 'stopped' }]);
    expect(store.runs.get(id).status).toBe('stopped');
  });
});

it('waits while something else computes, until it is told to go on', async () => {
  let isHeld = true;
  const { queue, add, child, store } = await scene({ isHeld: () => isHeld });
  const id = await add();
  await settle();
  expect(store.runs.get(id).status).toBe('queued');
  isHeld = false;
  queue.proceed();
  const first = await child(1);
  expect(first.runId).toBe(id);
  await first.begin();
  await first.finish();
});
