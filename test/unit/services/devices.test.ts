// Tests of devices and the choice of precision, with children that say what they are told to.
import { describe, expect, it } from 'vitest';
import { providersOn } from '../../../main/engine/providers.ts';
import type { StartChild } from '../../../main/jobs/control/child.ts';
import { createDevices } from '../../../main/services/devices.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { startApp } from './fixture.ts';

const [provider] = providersOn(process.platform, process.arch);
const float32 = { state: 'passed', difference: 1e-6, speedup: 3, detail: null };
const half = { state: 'passed', difference: 0.03, speedup: 1.6, detail: null };

function scene(device: unknown, mixed: unknown) {
  const started: string[] = [];
  const start: StartChild = (kind) => {
    started.push(kind);
    const said = kind === 'device' ? device : mixed;
    const result = said instanceof Error ? Promise.reject(said) : Promise.resolve(said);
    return { pid: 1, result, stop: () => undefined, kill: () => undefined };
  };
  const devices = createDevices(startApp().context, start);
  const call = { signal: new AbortController().signal, progress: () => undefined };
  return { devices, started, call, test: async () => devices.testDevices({ provider }, call) };
}

describe.skipIf(provider === undefined)('the test of a device', () => {
  it('takes float32 first, then mixed precision in a process of its own', async () => {
    const { started, test } = scene(float32, half);
    const { devices, used } = await test();
    expect(started).toEqual(['device', 'mixed-precision']);
    expect(devices.find((each) => each.provider === provider)).toMatchObject({ state: 'passed', mixed: half });
    expect(used.precisions).toEqual(['mixed', 'float32']);
  });

  it('stops where float32 is wrong', async () => {
    const { started, test } = scene({ ...float32, state: 'differs' }, half);
    const { devices } = await test();
    expect(started).toEqual(['device']);
    expect(devices.find((each) => each.provider === provider)?.mixed).toBeUndefined();
  });

  it('keeps the device where its driver dies in half precision', async () => {
    const { test } = scene(float32, new NarashiError('jobs.crashed', { kind: 'mixed-precision', reason: 'SIGSEGV' }));
    const { devices, used } = await test();
    expect(devices.find((each) => each.provider === provider)).toMatchObject({
      state: 'passed',
      mixed: { state: 'unavailable', detail: expect.stringContaining('SIGSEGV') },
    });
    expect(used).toMatchObject({ provider, precisions: ['float32'] });
  });

  it('is followed by the choice of precision', async () => {
    const { devices, call, test } = scene(float32, { ...half, state: 'slower', speedup: 0.9 });
    expect((await test()).used.precisions).toEqual(['float32', 'mixed']);
    expect(await devices.usePrecision({ precision: 'mixed' }, call)).toMatchObject({
      precision: 'mixed',
      used: { precisions: ['mixed', 'float32'] },
    });
    expect(await devices.usePrecision({ precision: 'float32' }, call)).toMatchObject({
      used: { precisions: ['float32', 'mixed'] },
    });
  });
});
