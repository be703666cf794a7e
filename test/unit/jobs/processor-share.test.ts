// The part of the processor that others took: of all that was not idle, what was not ours.
import { describe, expect, it } from 'vitest';
import { processorTimes, shareOfOthers } from '../../../main/jobs/child/processor-share.ts';

const core = (user: number, idle: number) => ({ times: { user, nice: 0, sys: 0, idle, irq: 0 } });
const none = { total: 0, idle: 0, own: 0 };

describe('others', () => {
  it.each([
    ['nobody else computes', { total: 2_000, idle: 500, own: 1_500 }, 0],
    ['half is theirs', { total: 2_000, idle: 0, own: 1_000 }, 0.5],
    ['all is idle', { total: 2_000, idle: 2_000, own: 0 }, 0],
    ['the clocks disagree', { total: 2_000, idle: 600, own: 1_500 }, 0],
    ['the system tells nothing', none, 0],
  ])('%s', (_, after, expected) => {
    expect(shareOfOthers(none, after)).toBeCloseTo(expected, 12);
  });

  it('are told from times of every core and of this process', () => {
    expect(processorTimes([core(700, 300), core(100, 900)], { user: 600_000, system: 100_000 })).toEqual({
      total: 2_000,
      idle: 1_200,
      own: 700,
    });
  });
});
