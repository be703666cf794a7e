// Which device is used, and how long a verdict on one holds.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decide, deviceReports, markLost, precisionsOf, rememberDevice } from '../../../main/jobs/devices.ts';
import type { DeviceReport } from '../../../shared/contract/devices.ts';
import { temporaryFolder } from '../store/fixture.ts';

const report = (
  provider: DeviceReport['provider'],
  state: DeviceReport['state'],
  speedup: number | null = null,
): DeviceReport => ({ provider, title: provider, state, speedup, difference: null, detail: null, testedAt: null });

describe('the choice', () => {
  const fast = report('cuda', 'passed', 9);
  const right = report('webgpu', 'passed', 3);
  it.each([
    ['the fastest that passed', 'auto', [right, fast], fast, 'fastest'],
    ['the one chosen', 'webgpu', [right, fast], right, 'chosen'],
    ['the CPU where it is chosen', 'cpu', [fast], undefined, 'chosen'],
    ['the CPU where nothing is reached', 'auto', [], undefined, 'none'],
    ['the CPU where nothing was tested', 'auto', [report('dml', 'untested')], undefined, 'untested'],
    ['the CPU where a GPU is slower', 'auto', [report('webgpu', 'slower', 0.3)], undefined, 'not-passed'],
    [
      'a slower one only when chosen',
      'webgpu',
      [report('webgpu', 'slower', 0.3)],
      report('webgpu', 'slower', 0.3),
      'chosen',
    ],
    ['never one that computes something else', 'dml', [report('dml', 'differs')], undefined, 'choice-not-passed'],
    ['never TensorFlow.js by itself', 'auto', [report('tfjs', 'passed', 20)], undefined, 'none'],
    [
      'TensorFlow.js where it is chosen',
      'tfjs',
      [fast, report('tfjs', 'passed', 2)],
      report('tfjs', 'passed', 2),
      'chosen',
    ],
    ['never one that was lost', 'cuda', [report('cuda', 'lost', 9)], undefined, 'choice-not-passed'],
  ] as const)('is %s', (_, choice, reports, expected, reason) => {
    expect(decide(choice, reports)).toEqual({ report: expected, reason });
  });
});

describe('precision', () => {
  const both = ['mixed', 'float32'];
  it.each([
    ['auto', undefined, ['float32']],
    ['auto', 'passed', both],
    ['auto', 'slower', both.toReversed()],
    ['auto', 'differs', ['float32']],
    ['auto', 'unavailable', ['float32']],
    ['mixed', 'slower', both],
    ['mixed', 'differs', ['float32']],
    ['float32', 'passed', both.toReversed()],
  ] as const)('%s, where mixed %s', (choice, state, expected) => {
    const mixed = state && { state, difference: 0.03, speedup: 2, detail: null };
    expect(precisionsOf({ ...report('webgpu', 'passed', 3), mixed }, choice)).toEqual(expected);
  });

  it('counts where the fastest is chosen', () => {
    const mixed = { state: 'passed', difference: 0.03, speedup: 4, detail: null } as const;
    const [plain, half] = [report('cuda', 'passed', 9), { ...report('webgpu', 'passed', 3), mixed }];
    expect(decide('auto', [plain, half]).report).toBe(half);
    expect(decide('auto', [plain, half], 'float32').report).toBe(plain);
  });
});

describe('a verdict', () => {
  const providers = ['webgpu'] as const;

  it('is kept, until the device is lost', async () => {
    const root = temporaryFolder();
    expect(await deviceReports(root, providers)).toMatchObject([{ state: 'untested' }]);
    await rememberDevice(root, report('webgpu', 'passed', 4));
    expect(await deviceReports(root, providers)).toMatchObject([{ state: 'passed', speedup: 4 }]);
    await rememberDevice(root, report('cuda', 'unavailable'));
    await markLost(root, { device: { provider: 'webgpu' }, message: 'gone', state: 'lost' });
    expect(await deviceReports(root, [...providers, 'cuda'])).toMatchObject([
      { state: 'lost', detail: 'gone' },
      { state: 'unavailable' },
    ]);
  });

  it('does not hold for another machine, driver or version, nor from a damaged file', async () => {
    const root = temporaryFolder();
    const file = join(root, 'devices.json');
    await rememberDevice(root, report('webgpu', 'passed', 4));
    const text = readFileSync(file, 'utf8');
    for (const altered of [text.replace('onnxruntime-node', 'onnxruntime-node 0'), text.slice(0, 40)]) {
      writeFileSync(file, altered);
      expect(await deviceReports(root, providers)).toMatchObject([{ state: 'untested' }]);
    }
  });
});
