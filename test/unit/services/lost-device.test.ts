// A training in this process goes on on the CPU where its GPU fails, and only there.
import { expect, it } from 'vitest';
import { providersOn } from '../../../main/engine/providers.ts';
import { deviceReports, rememberDevice } from '../../../main/jobs/devices.ts';
import { fallingBack, onTrainingDevice } from '../../../main/services/lost-device.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Device } from '../../../shared/contract/training.ts';
import { defaultRecipe } from '../../../shared/domain/recipe.ts';
import { classes, images } from '../store/fixture.ts';
import { startApp } from './fixture.ts';

const gpu = { name: 'Card (WebGPU)', provider: 'webgpu', isGpu: true, threads: 2 };

async function scene() {
  const { workspace } = startApp().context;
  const { store, root } = workspace;
  const dataset = store.datasets.create('parts', '/parts');
  const { snapshot } = await store.snapshots.record({ datasetId: dataset.id, classes, images: images(4) });
  const recipe = defaultRecipe('sam');
  const { network, method, seed } = recipe;
  const { id } = store.runs.create({ snapshotId: snapshot.id, network, method, seed, hyperParameters: recipe });
  const passed = { provider: 'webgpu', title: 'WebGPU', state: 'passed', difference: 0, speedup: 2 } as const;
  await rememberDevice(root, { ...passed, detail: null, testedAt: null });
  const used: boolean[] = [];
  const train = (error: Error) =>
    fallingBack(
      workspace,
      id,
      async ({ isGpu }) => {
        used.push(isGpu);
        if (isGpu) throw error;
        return 'trained';
      },
      undefined,
      gpu,
    );
  return { id, root, store, used, train, workspace };
}

it('a device that is lost', async () => {
  const { id, root, store, used, train } = await scene();
  expect(await train(new NarashiError('engine.run-failed', { reason: 'device lost' }))).toBe('trained');
  expect(used).toEqual([true, false]);
  expect(store.activity.lastOf(id, 'run.device-lost')?.data).toMatchObject({ device: gpu.name });
  expect(await deviceReports(root, ['webgpu'])).toMatchObject([{ state: 'lost' }]);
});

it('a run that fails by its own doing', async () => {
  const { id, root, store, used, train } = await scene();
  await expect(train(new NarashiError('train.diverged', { count: 20, learningRate: 1, rho: 1 }))).rejects.toThrow();
  expect(used).toEqual([true]);
  expect(store.activity.lastOf(id, 'run.device-lost')).toBeUndefined();
  expect(await deviceReports(root, ['webgpu'])).toMatchObject([{ state: 'passed' }]);
});

it.skipIf(!providersOn(process.platform, process.arch).includes('webgpu'))(
  'a device that fails while a training is only timed',
  async () => {
    const { root, workspace } = await scene();
    const used: string[] = [];
    const time = async ({ provider }: Device) => {
      used.push(provider);
      if (provider !== 'cpu') throw new NarashiError('engine.device-differs', { device: 'Card', percent: 9, limit: 1 });
      return 3;
    };
    expect(await onTrainingDevice(workspace, time)).toBe(3);
    expect(await onTrainingDevice(workspace, time)).toBe(3);
    expect(used).toEqual(['webgpu', 'cpu', 'cpu']);
    expect(await deviceReports(root, ['webgpu'])).toMatchObject([{ state: 'differs' }]);
  },
);
