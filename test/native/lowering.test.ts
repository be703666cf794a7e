// The cpu-fast lowering computes what the portable one computes, and is chosen where it should be.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { privateDomain } from '../../main/autodiff/cpu-fast/fuse.ts';
import { cpuFast } from '../../main/autodiff/cpu-fast/index.ts';
import { portable } from '../../main/autodiff/rules/index.ts';
import type { Executor, Program } from '../../main/engine/executor.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { probeBlockSize } from '../../main/engine/probe.ts';
import type { Model } from '../../main/onnx/model.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { selectLowering } from '../../main/train/lowering.ts';
import { prepareNetwork } from '../../main/train/network.ts';
import { buildStepGraph } from '../../main/train/step-graph.ts';
import { compareSteps, sgdPlan, TrialStep } from '../../main/train/trial-step.ts';
import { scaledStates } from '../support/altered-program.ts';
import { blockNetworks } from '../support/block-networks.ts';

const executor = createOrtExecutor(2);
const block = await probeBlockSize(executor);
afterAll(() => executor.close());

const networks: Readonly<Record<string, (size: number) => Model>> = {
  tiny: (size: number) => buildPreset('tiny', 3, size, 5),
  ...blockNetworks,
};
let disturbances = 0;
const executorLike: Executor = {
  info: executor.info,
  load: (model) => executor.load(model),
  close: async () => undefined,
};

const batch = { batchNorm: 'batch', updatesStatistics: true, dropout: false } as const;
const frozen = { batchNorm: 'frozen', updatesStatistics: false, dropout: false } as const;

describe.skipIf(block === undefined)('a cpu-fast step changes what a portable step changes', () => {
  const cases = Object.keys(networks).flatMap((name) =>
    (
      [
        [32, 4, 'base', batch],
        [33, 5, 'base', batch],
        [33, 5, 'base', frozen],
        [37, 1, 'base', frozen],
        [32, 2, 'thorough', batch],
        [33, 6, 'efficient', batch],
      ] as const
    ).map(([size, images, kind, mode]) => ({ name, size, images, kind, mode, statistics: mode.batchNorm })),
  );
  it.each(cases)('$name, $size px, $images images, $kind, $statistics statistics', async (given) => {
    const { name, size, images, kind, mode } = given;
    const network = networkNamed(name, size);
    const steps: TrialStep[] = [];
    for (const lowering of [portable, cpuFast(block ?? 16)])
      steps.push(await TrialStep.load(executor, network, { lowering, kind, mode }, images));
    const [reference, candidate] = steps;
    if (!reference || !candidate) throw new Error('a step is missing');
    const difference = await compareSteps(reference, candidate);
    for (const step of steps) await step.close();
    expect(difference.overall).toBeLessThan(1e-5);
    expect(difference.worst).toBeLessThan(1e-4);
  });
});

function networkNamed(name: string, size: number) {
  const build = networks[name];
  if (!build) throw new RangeError(name);
  const model = build(size);
  const [, channels] = model.graph.inputs[0]?.shape ?? [];
  return prepareNetwork(model, [Number(channels), size, size]);
}

describe('a cpu-fast graph', () => {
  const operators = (name: string, channelsPerBlock: number) => {
    const network = networkNamed(name, 32);
    const { model } = buildStepGraph(network.at(2), undefined, sgdPlan(network, cpuFast(channelsPerBlock)));
    return model.graph.nodes.map(({ domain, operator }) => `${domain}:${operator}`);
  };

  it.each([8, 16])('for blocks of %i holds no node of the private domain', (channelsPerBlock) => {
    for (const name of Object.keys(networks)) {
      expect(operators(name, channelsPerBlock).filter((operator) => operator.startsWith(privateDomain))).toEqual([]);
    }
  });

  it('computes a residual network in blocks from end to end', () => {
    const ordinary = operators('resnet', 16).filter((operator) =>
      /^:(Conv|ConvTranspose|BatchNorm|Transpose|Pad)/.test(operator),
    );
    expect(ordinary).toEqual([]);
  });
});

describe('the choice of a lowering', () => {
  it('is portable where the blocked operators are missing', async () => {
    const without: Executor = { ...executorLike, load: () => Promise.reject(new Error('no such operator')) };
    const { lowering, reason } = await selectLowering(without);
    expect({ name: lowering.name, reason }).toEqual({ name: 'portable', reason: 'no-blocks' });
  });

  it('is portable where the lowerings differ', async () => {
    const broken: Executor = { ...executorLike, load: (model) => executor.load(model).then(disturbed) };
    expect(['differs', 'no-blocks']).toContain((await selectLowering(broken)).reason);
  });

  it.skipIf(block === undefined)(
    'is remembered, and made again from a damaged file or for another machine',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'narashi-lowering-'));
      const file = join(folder, 'new', 'lowering.json');
      const chosen = await selectLowering(executor, file);
      expect(chosen.difference).toBeLessThan(1e-4);
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replace('"agrees"', '"differs"'));
      expect((await selectLowering(executor, file)).reason).toBe('differs');
      for (const damaged of ['{', text.replace('threads', 'thread')]) {
        await writeFile(file, damaged);
        expect((await selectLowering(executor, file)).reason).toBe(chosen.reason);
      }
      await rm(folder, { recursive: true });
    },
  );
});

/** The same program; every second one gives a next state 1 % off. */
function disturbed(program: Program): Program {
  return scaledStates(program, 1 + 0.01 * (disturbances++ % 2));
}
