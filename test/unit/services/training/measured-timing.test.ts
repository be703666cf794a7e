// Measurements of training speed: made once, remembered where the PC was quiet, one at a time, given up when nobody waits.
import { describe, expect, it } from 'vitest';
import type { StartChild } from '../../../../main/jobs/control/child.ts';
import { thisDevice } from '../../../../main/jobs/identity.ts';
import { MeasuredTimings } from '../../../../main/services/training/measured-timing.ts';
import { NarashiError } from '../../../../shared/contract/errors/index.ts';
import { defaultRecipe } from '../../../../shared/domain/recipe.ts';
import { temporaryFolder } from '../../store/fixture.ts';

const recipe = defaultRecipe('samar');
const timing = { start: 2, step: 0.1, judging: 0.05, validating: 0.05, features: 0, checkpoint: 0.01 };
const measuredFor = { device: thisDevice(), backbone: null, classes: 3, images: { train: 100, validation: 10 } };
const { signal } = new AbortController();

function measuring(others: number, root = temporaryFolder(), milliseconds = 10) {
  let clock = 0;
  let begun = 0;
  let going = 0;
  let most = 0;
  const start: StartChild = () => {
    begun++;
    most = Math.max(most, ++going);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(() => {
      going--;
      resolve({ timing, others });
    }, milliseconds);
    const stop = () => {
      going--;
      clearTimeout(timer);
      reject(new NarashiError('jobs.stopped', { kind: 'measure' }));
    };
    return { pid: 1, result: promise, stop, kill: stop };
  };
  return {
    root,
    timings: new MeasuredTimings(root, start, () => clock),
    pass: (milliseconds: number) => {
      clock += milliseconds;
    },
    begun: () => begun,
    most: () => most,
  };
}

describe('a measurement', () => {
  it('on a quiet PC is remembered for good', async () => {
    const first = measuring(0.02);
    expect(await first.timings.of(recipe, measuredFor, true, signal)).toEqual(timing);
    const later = measuring(0.02, first.root);
    expect(await later.timings.of(recipe, measuredFor, true, signal)).toEqual(timing);
    expect([first.begun(), later.begun()]).toEqual([1, 0]);
    await later.timings.of({ ...recipe, size: 128 }, measuredFor, true, signal);
    expect(later.begun()).toBe(1);
  });

  it.each([
    ['on a busy PC', 0.4, true],
    ['beside a training', 0.02, false],
  ])('%s serves for a while only', async (_, others, isAlone) => {
    const first = measuring(others);
    for (let time = 0; time < 3; time++) await first.timings.of(recipe, measuredFor, isAlone, signal);
    expect(first.begun()).toBe(1);
    first.pass(200_000);
    await first.timings.of(recipe, measuredFor, isAlone, signal);
    expect(first.begun()).toBe(2);
    const later = measuring(others, first.root);
    await later.timings.of(recipe, measuredFor, isAlone, signal);
    expect(later.begun()).toBe(1);
  });

  it('is not made beside another', async () => {
    const { timings, begun, most } = measuring(0.02);
    const sizes = [32, 48, 64, 32];
    await Promise.all(sizes.map((size) => timings.of({ ...recipe, size }, measuredFor, true, signal)));
    expect([begun(), most()]).toEqual([3, 1]);
  });

  it('ends when nobody waits for it any more', async () => {
    const { timings, begun } = measuring(0.02, temporaryFolder(), 500);
    const stop = new AbortController();
    const asked = timings.of(recipe, measuredFor, true, stop.signal);
    await expect.poll(begun).toBe(1);
    stop.abort();
    await expect(asked).rejects.toMatchObject({ code: 'jobs.stopped' });
    expect(await timings.of(recipe, measuredFor, true, signal)).toEqual(timing);
  });
});
