// Every oracle network agrees with PyTorch in every lowering: gradients in both modes, optimizer runs after three steps.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cpuFast } from '../../main/autodiff/cpu-fast/index.ts';
import { portable } from '../../main/autodiff/rules/index.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { probeBlockSize } from '../../main/engine/probe.ts';
import { checkGolden, gradientTolerance, parameterTolerance, runTolerance } from '../support/golden.ts';

const root = join(import.meta.dirname, '../fixtures/golden');
const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const executor = createOrtExecutor(2);
const block = await probeBlockSize(executor);
const lowerings = block === undefined ? [portable] : [portable, cpuFast(block)];
afterAll(() => executor.close());

describe.each(lowerings)('golden networks, $name', (lowering) => {
  it.each(cases.map((entry) => entry.name))('%s agrees with PyTorch', async (name) => {
    const result = await checkGolden(join(root, name), executor, lowering);
    expect(result.logits).toBeLessThan(gradientTolerance);
    expect(result.evalGradient).toBeLessThan(gradientTolerance);
    expect(result.trainGradient).toBeLessThan(gradientTolerance);
    expect(result.buffers).toBeLessThan(parameterTolerance);
    const compared = Object.entries(result.runs).filter(([, error]) => !Number.isNaN(error));
    expect(compared.length).toBeGreaterThan(0);
    for (const [run, error] of compared) expect(error, run).toBeLessThan(runTolerance(name, lowering));
    for (const [run, error] of Object.entries(result.losses)) expect(error, run).toBeLessThan(gradientTolerance);
  });
});
