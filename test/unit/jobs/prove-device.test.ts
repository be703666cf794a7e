// One step of a training's own network is compared with the CPU's before a GPU is relied on. (What stands in for the GPU
// computes on the CPU, and some of it wrong.)

import { afterAll, describe, expect, it } from 'vitest';
import { mixed } from '../../../main/autodiff/mixed.ts';
import { portable } from '../../../main/autodiff/rules/index.ts';
import { webgpu } from '../../../main/autodiff/webgpu.ts';
import type { Executor } from '../../../main/engine/executor.ts';
import { createOrtExecutor } from '../../../main/engine/ort/executor.ts';
import { proveDevice } from '../../../main/jobs/child/prove-device.ts';
import { isDeviceFailure } from '../../../main/jobs/control/conclusion.ts';
import type { TrainEvent } from '../../../main/jobs/train-messages.ts';
import { scaledStates } from '../../support/altered-program.ts';
import { smallNetwork } from '../../support/small-network.ts';
import { toyRecipe, toySize } from '../../support/toy-training.ts';
import { withoutHalves, withTrueHalves } from '../../support/true-halves.ts';

const onCpu = createOrtExecutor(1);
afterAll(() => onCpu.close());

const network = smallNetwork(3, toySize, 0.25);
const device = { name: 'Card (WebGPU)', provider: 'webgpu', isGpu: true, threads: 1 };

/** What `isWrong` says is computed 3 % off, or by another factor; it is asked for each program in turn, from 0. */
function card(isWrong: (program: number) => boolean, wrong = 1.03): Executor {
  let programs = 0;
  return {
    info: { ...onCpu.info, executionProvider: 'webgpu' },
    close: async () => undefined,
    load: async (model, options) => {
      const program = await onCpu.load(model, options);
      return scaledStates(program, isWrong(programs++) ? wrong : 1);
    },
  };
}

async function prove(executor: Executor, changes: Parameters<typeof toyRecipe>[0] = {}, lowering = webgpu) {
  const told: TrainEvent[] = [];
  const talk = {
    report: (event: TrainEvent) => void told.push(event),
    ask: async (event: TrainEvent) => void told.push(event),
  };
  const order = { engine: { executor, onCpu, device }, lowering, network, recipe: toyRecipe(changes) };
  return { told, result: await proveDevice(order, talk).catch((error: unknown) => error) };
}

const proving = { type: 'phase', phase: 'proving' };

describe('a GPU', () => {
  it.each([
    ['SGD', { method: 'sgd' }],
    ['SAM', { method: 'sam', mode: 'thorough' }],
    ['efficient adaptive SAM, AdamW, averaged and clipped', { optimizer: 'adamw', averageDecay: 0.99, clipNorm: 1 }],
  ] as const)('that is right trains, %s', async (_, changes) => {
    const { told, result } = await prove(
      card(() => false),
      changes,
    );
    expect(result).toBe(webgpu);
    expect(told).toEqual([proving]);
  });

  it('that is wrong for this network hands the training to the CPU, with the figures', async () => {
    const { result } = await prove(card(() => true));
    expect(result).toMatchObject({ code: 'engine.device-differs', data: { device: device.name, limit: 1 } });
    expect(isDeviceFailure(result)).toBe(true);
  });

  it('on which one input of a ReLU rounds otherwise in the first batch trains all the same', async () => {
    expect((await prove(card((program) => program === 0))).result).toBe(webgpu);
  });
});

describe('mixed precision', () => {
  const half = mixed(webgpu);

  it('that is near enough is kept', async () => {
    const { told, result } = await prove(withTrueHalves(card(() => false)), {}, half);
    expect(result).toBe(half);
    expect(told).toEqual([proving]);
  });

  it.each([
    ['is wrong', card((program) => program < 3, 2)],
    ['cannot be computed', withoutHalves(card(() => false))],
  ])('that %s gives way to float32 on the same GPU, and the record says so', async (_, executor) => {
    const { told, result } = await prove(executor, {}, half);
    expect(result).toBe(webgpu);
    expect(told).toMatchObject([proving, { type: 'exact', executor: 'webgpu (webgpu)' }]);
  });
});

it('the CPU needs no such test', async () => {
  expect(await prove(onCpu, {}, portable)).toEqual({ told: [], result: portable });
});
