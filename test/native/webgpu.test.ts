// Training on WebGPU, on a GPU in software: every operator, whole runs, and a state that stays on the device.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mixedReport } from '../../shared/contract/devices.ts';
import { hasSoftwareGpu, softwareGpu } from '../support/software-gpu.ts';

const figure = z.number().nullable();
const answer = z.object({
  info: z.object({ executionProvider: z.string() }),
  training: z.object({ losses: z.array(z.tuple([z.number(), z.number()])), states: figure, resumed: figure }),
  residence: z.object({
    before: z.array(z.number()),
    during: z.array(z.array(z.number())),
    kinds: z.array(z.string()),
    losses: z.array(figure),
    judgements: figure,
    finite: z.boolean(),
  }),
  refusal: z.string(),
  proofs: z.array(z.object({ told: z.array(z.string()), name: z.string() })),
  mixed: mixedReport,
  operators: z.array(z.object({ name: z.string(), forward: figure, gradient: figure, error: z.string().nullable() })),
});

const child = fileURLToPath(new URL('../support/webgpu-child.ts', import.meta.url));

describe.skipIf(!hasSoftwareGpu)('WebGPU', () => {
  let found: z.infer<typeof answer>;
  beforeAll(async () => {
    const env = { ...process.env, ...softwareGpu() };
    const { stdout } = await promisify(execFile)(process.execPath, [child], { env, maxBuffer: 2 ** 24 });
    found = answer.parse(JSON.parse(stdout));
  }, 400_000);

  it('gives the loss curve of the CPU', () => {
    for (const [expected, value] of found.training.losses) expect(value).toBeCloseTo(expected, 5);
    expect(found.training.losses).toHaveLength(12);
    expect(found.training.states).toBeLessThan(1e-5);
  });

  it('goes on from a checkpoint as if nothing had happened', () => {
    expect(found.training.resumed).toBeLessThan(1e-6);
  });

  it('keeps the state on the device: memory is untouched while steps go on', () => {
    const { before, during } = found.residence;
    for (const sums of during) expect(sums).toEqual(before);
  });

  it('discards a step whose numbers are not finite', () => {
    const { kinds, losses, finite } = found.residence;
    expect(kinds.map((kind) => kind === 'skipped')).toEqual([false, false, true, false, false]);
    expect(losses.filter((loss) => loss === null)).toHaveLength(1);
    expect(finite).toBe(true);
  });

  it('judges with the state on the device', () => {
    expect(found.residence.judgements).toBeLessThan(1e-5);
  });

  it('refuses what it cannot compute instead of going to the CPU', () => {
    expect(found.refusal).toContain('fallback to CPU EP has been explicitly disabled');
  });

  it('says that this GPU has no half precision, so that float32 is used', () => {
    expect(found.mixed).toMatchObject({ state: 'unavailable', speedup: null });
    expect(found.mixed.detail).toMatch(/f16|float16|shader/i);
  });

  it('is relied on once a step of the network was compared, in float32 where half precision is not to be had', () => {
    expect(found.proofs).toEqual([
      { told: ['phase'], name: 'webgpu' },
      { told: ['phase', 'exact'], name: 'webgpu' },
    ]);
  });

  it('agrees with the CPU on every operator', () => {
    const unable = found.operators.filter(({ error }) => error !== null).map(({ name }) => name);
    expect(unable.toSorted()).toEqual(['Cast to half and back', 'IsNaN selects']);
    // Sines and cosines of SwiftShader are good to 2e-4.
    const limit = (name: string) => (/^(Sin|Cos)/.test(name) ? 1e-3 : 2e-5);
    const apart = found.operators.filter(
      ({ name, forward, gradient, error }) =>
        error === null && !((forward ?? Number.NaN) < limit(name) && (gradient ?? Number.NaN) < limit(name)),
    );
    expect(apart).toEqual([]);
  });
});
