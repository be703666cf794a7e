// Learning-rate schedules: their ends, their milestones, and that a step's rate depends on nothing but the step.
import { describe, expect, it } from 'vitest';
import { learningRateAt, type Schedule } from '../../../main/optim/schedule.ts';

const schedule = (kind: Schedule['kind'], warmupSteps = 0, totalSteps = 100): Schedule => ({
  kind,
  warmupSteps,
  totalSteps,
});

describe('learningRateAt', () => {
  const cases: readonly (readonly [string, Schedule, number, number])[] = [
    ['constant at the start', schedule('constant'), 0, 0.4],
    ['constant at the end', schedule('constant'), 99, 0.4],
    ['cosine at the start', schedule('cosine'), 0, 0.4],
    ['cosine half-way', schedule('cosine'), 50, 0.2],
    ['cosine at a quarter', schedule('cosine'), 25, 0.2 * (1 + Math.SQRT1_2)],
    ['cosine at the end', schedule('cosine'), 100, 0],
    ['cosine past the end', schedule('cosine'), 500, 0],
    ['step before half', schedule('step'), 49, 0.4],
    ['step from half', schedule('step'), 50, 0.04],
    ['step before three quarters', schedule('step'), 74, 0.04],
    ['step from three quarters', schedule('step'), 75, 0.004],
    ['warm-up, first step', schedule('cosine', 9), 0, 0.04],
    ['warm-up, last step', schedule('cosine', 9), 8, 0.36],
    ['after the warm-up', schedule('cosine', 9), 9, 0.4],
    ['warm-up and half the rest', schedule('cosine', 20), 60, 0.2],
    ['warm-up longer than the run', schedule('cosine', 199, 100), 99, 0.2],
    ['a run of one step', schedule('cosine', 0, 1), 0, 0.4],
    ['nothing but warm-up', schedule('cosine', 10, 10), 10, 0.4],
  ];
  it.each(cases)('%s', (_, given, step, rate) => {
    expect(learningRateAt(given, 0.4, step)).toBeCloseTo(rate, 12);
  });

  it.each(['cosine', 'step', 'constant'] as const)(
    '%s never rises after the warm-up, and is never negative',
    (kind) => {
      const rates = Array.from({ length: 120 }, (_, step) => learningRateAt(schedule(kind, 10), 1, step));
      expect(rates.slice(0, 10)).toEqual(rates.slice(0, 10).toSorted((a, b) => a - b));
      expect(rates.slice(10)).toEqual(rates.slice(10).toSorted((a, b) => b - a));
      expect(rates.every((rate) => rate >= 0)).toBe(true);
    },
  );
});
