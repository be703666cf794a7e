// Every oracle network agrees with PyTorch: gradients in both modes, optimizer runs after three steps.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { portable } from '../../main/autodiff/rules/index.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { checkGolden, gradientTolerance, parameterTolerance } from '../support/golden.ts';

const root = join(import.meta.dirname, '../fixtures/golden');
const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const executor = createOrtExecutor(2);
afterAll(() => executor.close());

describe('golden networks', () => {
  it.each(cases.map((entry) => entry.name))('%s agrees with PyTorch', async (name) => {
    const result = await checkGolden(join(root, name), executor, portable);
    expect(result.logits).toBeLessThan(gradientTolerance);
    expect(result.evalGradient).toBeLessThan(gradientTolerance);
    expect(result.trainGradient).toBeLessThan(gradientTolerance);
    expect(result.buffers).toBeLessThan(parameterTolerance);
    const compared = Object.entries(result.runs).filter(([, error]) => !Number.isNaN(error));
    expect(compared.length).toBeGreaterThan(0);
    for (const [run, error] of compared) expect(error, run).toBeLessThan(parameterTolerance);
    for (const [run, error] of Object.entries(result.losses)) expect(error, run).toBeLessThan(gradientTolerance);
  });
});
