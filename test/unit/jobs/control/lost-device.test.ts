// A GPU that fails under a run of the queue: the run goes on on the CPU, and everybody is told.
import { describe, expect, it } from 'vitest';
import { decide, deviceReports, rememberDevice } from '../../../../main/jobs/devices.ts';
import { NarashiError } from '../../../../shared/contract/errors/index.ts';
import { scene } from './fake-trainer.ts';

const broke = () => new NarashiError('jobs.crashed', { kind: 'train', reason: 'SIGSEGV' });

const differs = () => new NarashiError('engine.device-differs', { device: 'Card', percent: 7, limit: 1 });

describe('a GPU that fails', () => {
  const gpu = { name: 'Card (WebGPU)', provider: 'webgpu', isGpu: true, threads: 2 };

  it.each([
    ['says so', () => new NarashiError('engine.run-failed', { reason: 'device lost' }), 'lost'],
    ['takes its process along', broke, 'lost'],
    ['computes something else', differs, 'differs'],
  ])('and %s: the run goes on on the CPU, loudly, and so do the next', async (_, error, state) => {
    const { add, child, store, queue, news, root } = await scene({ device: () => gpu });
    const report = { provider: 'webgpu', title: 'WebGPU', state: 'passed', difference: 1e-6, speedup: 4 } as const;
    await rememberDevice(root, { ...report, detail: null, testedAt: null });
    const id = await add();
    const one = await child(1);
    expect(one.device).toEqual(gpu);
    await one.begin();
    await one.epoch(1);
    await one.fail(error());
    const two = await child(2);
    expect(two.device).toMatchObject({ provider: 'cpu', isGpu: false });
    expect(queue.get(id).device).toMatchObject({ isGpu: false });
    await two.begin();
    await two.epoch(2);
    await two.finish();
    expect(news.map(([kind]) => kind)).toEqual(['device-lost', 'done']);
    expect(store.runs.attempts(id).map(({ outcome }) => outcome)).toEqual(['failed', 'done']);
    const known = await deviceReports(root, ['webgpu']);
    expect(known).toMatchObject([{ state }]);
    expect(decide('auto', known).report).toBeUndefined();
    expect(decide('webgpu', known)).toMatchObject({ report: undefined, reason: 'choice-not-passed' });
  });

  it('that is not right for a network in half precision goes on in float32, as the record says', async () => {
    const { add, child, store } = await scene({ device: () => gpu });
    const id = await add();
    const one = await child(1);
    await one.begin();
    await one.tell({ type: 'exact', executor: 'webgpu (webgpu)', percent: 64 });
    expect(store.runs.attempts(id).at(-1)?.executor).toBe('webgpu (webgpu)');
    expect(store.activity.lastOf(id, 'run.in-float32')?.data).toEqual({ percent: 64 });
    await one.stopped();
  });

  it('is not blamed for a run that fails by its own doing, or that was told to stop', async () => {
    const { add, child, store, news } = await scene({ device: () => gpu });
    const id = await add();
    const one = await child(1);
    await one.begin();
    await one.fail(new NarashiError('train.diverged', { count: 20, learningRate: 1, rho: 0.1 }));
    expect(store.runs.get(id).status).toBe('failed');
    expect(news.map(([kind]) => kind)).toEqual(['failed']);
  });
});
