// The self-test of mixed precision, on stand-ins for a GPU that compute on the CPU.

import { afterAll, expect, it } from 'vitest';
import { portable } from '../../../main/autodiff/rules/index.ts';
import type { Executor } from '../../../main/engine/executor.ts';
import { createOrtExecutor } from '../../../main/engine/ort/executor.ts';
import { testMixed } from '../../../main/jobs/child/mixed-precision.ts';
import { mixedTolerance } from '../../../main/train/proof.ts';
import { altered } from '../../support/altered-program.ts';
import { withoutHalves, withTrueHalves } from '../../support/true-halves.ts';

const cpu = createOrtExecutor(1);
afterAll(() => cpu.close());

const test = (gpu: Executor) =>
  testMixed(cpu, gpu, portable, [{ network: 'tiny', size: 32, images: 4, kind: 'thorough' }]);

it('tells both figures where half precision is near enough', async () => {
  const { state, difference, speedup } = await test(withTrueHalves(cpu));
  expect(['passed', 'slower']).toContain(state);
  expect(difference).toBeGreaterThan(1e-4);
  expect(difference).toBeLessThan(mixedTolerance);
  expect(speedup).toBeGreaterThan(0);
});

it('says what the device said where it has none', async () => {
  expect(await test(withoutHalves(cpu))).toEqual({
    state: 'unavailable',
    difference: null,
    speedup: null,
    detail: expect.stringContaining('f16'),
  });
});

it('refuses what differs', async () => {
  const wrong: Executor = {
    info: cpu.info,
    close: async () => undefined,
    load: async (model, options) => {
      const program = await cpu.load(model, options);
      return altered(program, (outputs) => {
        for (const { data } of Object.values(outputs)) if (data instanceof Float32Array) data.fill(Number.NaN);
      });
    },
  };
  expect(await test(wrong)).toEqual({ state: 'differs', difference: 1, speedup: null, detail: null });
});
