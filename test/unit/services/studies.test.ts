// Studies in the queue: one at a time, after what is being trained and before the next, through stops, failures, restarts.
import { describe, expect, it } from 'vitest';
import type { ChildOptions, StartChild } from '../../../main/jobs/control/child.ts';
import { StudyQueue } from '../../../main/services/studies/study-queue.ts';
import { createStudiesService } from '../../../main/services/studies.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import type { FlatnessResult } from '../../../shared/domain/study.ts';
import { finished } from './finished-run.ts';
import { type App, logged, startApp } from './fixture.ts';

const flat: FlatnessResult = {
  kind: 'flatness',
  images: 12,
  loss: 0.5,
  average: [{ radius: 0.1, rise: 0.01, deviation: 0.002 }],
  worst: [{ radius: 0.05, rise: 0.09 }],
  eigenvalue: { value: 12, residual: 0.01, iterations: 9 },
};

/** A child that ends when the test says so. */
interface Child {
  readonly kind: string;
  readonly tell: (event: unknown) => void;
  readonly finish: (result: unknown) => void;
  readonly fail: (error: unknown) => void;
}

function openQueue(app: App, isTraining = () => false) {
  const children: Child[] = [];
  let freed = 0;
  const startChild: StartChild = (kind, _, options: ChildOptions = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    children.push({ kind, tell: (event) => void options.onEvent?.(event), finish: resolve, fail: reject });
    const stop = () => reject(new NarashiError('jobs.stopped', { kind }));
    return { pid: undefined, result: promise, stop, kill: stop };
  };
  const queue = new StudyQueue(app.context, {
    startChild,
    log: () => undefined,
    isTraining,
    onFree: () => {
      freed++;
    },
  });
  const service = createStudiesService(app.context, queue);
  const child = async (count: number) => {
    await expect.poll(() => children.length).toBe(count);
    const last = children.at(-1);
    if (!last) throw new Error('no child');
    return last;
  };
  const call = { signal: new AbortController().signal, progress: () => undefined };
  return { queue, service, child, call, freed: () => freed };
}

async function prepared() {
  const app = startApp();
  const { store } = app.context.workspace;
  const projectId = store.projects.create({ ...defaultProjectSettings, name: 'ねじ' }).id;
  return { app, store, projectId, runId: await finished(app, projectId) };
}

describe('a study', () => {
  it('goes on, tells how far it is, is kept with its result and logged', async () => {
    const { app, store, projectId, runId } = await prepared();
    const { queue, service, child, call, freed } = openQueue(app);
    queue.open();
    const { id, status } = await service.start({ kind: 'flatness', runId }, call);
    expect(status).toBe('running');
    const first = await child(1);
    first.tell({ done: 3, total: 90 });
    expect(queue.view(store.studies.get(id))).toMatchObject({ kind: 'flatness', projectId, runId, done: 3, total: 90 });
    first.finish(flat);
    await expect.poll(() => store.studies.get(id).status).toBe('done');
    expect(await service.result({ studyId: id }, call)).toEqual(flat);
    expect(await service.list({ runId, kind: 'flatness' }, call)).toMatchObject([{ id, status: 'done' }]);
    expect(await service.list({ runId, kind: 'landscape' }, call)).toEqual([]);
    expect(logged(app).at(-1)).toBe('study.done');
    expect(freed()).toBe(1);
  });

  it('waits while something is trained, and keeps the next training waiting', async () => {
    const { app, store, runId } = await prepared();
    let isTraining = true;
    const { queue, child } = openQueue(app, () => isTraining);
    queue.open();
    expect(queue.isBusy).toBe(false);
    const { id, status } = queue.add({ kind: 'flatness', runId });
    const second = queue.add({ kind: 'landscape', runId });
    expect([status, second.status, queue.isBusy]).toEqual(['queued', 'queued', true]);
    isTraining = false;
    queue.next();
    (await child(1)).finish(flat);
    expect((await child(2)).kind).toBe('landscape');
    expect(store.studies.get(id).status).toBe('done');
    await queue.stop(second.id);
    expect(queue.isBusy).toBe(false);
  });

  it('can be stopped, while it waits and while it goes on', async () => {
    const { app, runId } = await prepared();
    const { queue, service, child, call } = openQueue(app);
    queue.open();
    const first = queue.add({ kind: 'flatness', runId });
    const second = queue.add({ kind: 'flatness', runId });
    expect((await queue.stop(second.id)).status).toBe('stopped');
    await child(1);
    expect((await queue.stop(first.id)).status).toBe('stopped');
    await expect(queue.stop(first.id)).rejects.toMatchObject({ code: 'studies.has-ended' });
    await expect(async () => service.result({ studyId: first.id }, call)).rejects.toMatchObject({
      code: 'studies.not-done',
    });
  });

  it('that fails says why, and the next one has its turn', async () => {
    const { app, store, runId } = await prepared();
    const { queue, child } = openQueue(app);
    queue.open();
    const first = queue.add({ kind: 'flatness', runId });
    queue.add({ kind: 'flatness', runId });
    (await child(1)).fail(new NarashiError('flatness.no-weights', { id: runId }));
    await child(2);
    expect(store.studies.get(first.id)).toMatchObject({ status: 'failed', failure: { code: 'flatness.no-weights' } });
    await queue.close();
  });

  it('that the end of the app interrupted begins anew at the next start', async () => {
    const { app, store, runId } = await prepared();
    const { queue, child } = openQueue(app);
    queue.open();
    const { id } = queue.add({ kind: 'flatness', runId });
    await child(1);
    await queue.close();
    expect(store.studies.get(id).status).toBe('queued');
    store.studies.begin(id);
    const again = openQueue(app);
    again.queue.open();
    (await again.child(1)).finish(flat);
    await expect.poll(() => store.studies.get(id).status).toBe('done');
  });
});

describe('an order that cannot be done', () => {
  it.each([
    [{ kind: 'flatness', runId: 99 } as const, 'store.run-not-found'],
    [{ kind: 'landscape', runId: 1, otherRunId: 1 } as const, 'flatness.not-side-by-side'],
  ])('%o is refused at once', async (order, code) => {
    const { app, store } = await prepared();
    const { queue } = openQueue(app);
    expect(() => queue.add(order)).toThrow(expect.objectContaining({ code }));
    expect(store.studies.list()).toEqual([]);
  });
});
