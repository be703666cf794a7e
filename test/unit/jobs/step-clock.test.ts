// Times of steps: the first of each kind warms up, busy moments do not count, waiting for images does.
import { describe, expect, it } from 'vitest';
import { StepClock } from '../../../main/jobs/child/step-clock.ts';

type Taken = readonly (readonly [kind: 'base' | 'efficient' | 'thorough', seconds: number])[];

function clockAfter(steps: Taken, budget = 1): StepClock {
  let now = 100;
  const clock = new StepClock(budget, () => now);
  for (const [kind, seconds] of steps) {
    now += seconds;
    clock.took(kind);
  }
  return clock;
}

const cases: readonly (readonly [string, Taken, exactEvery: number, expected: number])[] = [
  [
    'leaves out the first of a kind',
    [
      ['base', 9],
      ['base', 2],
      ['base', 2],
    ],
    16,
    2,
  ],
  ['has the first where there is no other', [['base', 9]], 16, 9],
  [
    'passes over busy moments',
    [
      ['base', 1],
      ['base', 2],
      ['base', 8],
      ['base', 2],
      ['base', 9],
    ],
    16,
    2,
  ],
  [
    'mixes kinds as the recipe does',
    [
      ['thorough', 9],
      ['efficient', 9],
      ['thorough', 4],
      ['efficient', 2],
    ],
    4,
    2.5,
  ],
  [
    'has two-pass steps alone',
    [
      ['thorough', 9],
      ['thorough', 4],
    ],
    16,
    4,
  ],
];

describe('a step clock', () => {
  it.each(cases)('%s', (_, steps, exactEvery, expected) => {
    expect(clockAfter(steps).mixed(exactEvery)).toBeCloseTo(expected, 9);
  });

  it('has enough after its budget, once every kind was seen twice', () => {
    expect(
      clockAfter([
        ['base', 0.1],
        ['base', 0.1],
        ['base', 0.1],
        ['base', 0.1],
      ]).isEnough,
    ).toBe(false);
    expect(
      clockAfter([
        ['base', 0.5],
        ['base', 0.5],
        ['base', 0.5],
        ['base', 0.5],
      ]).isEnough,
    ).toBe(true);
    expect(
      clockAfter([
        ['thorough', 5],
        ['efficient', 5],
        ['thorough', 5],
      ]).isEnough,
    ).toBe(false);
    expect(
      clockAfter([
        ['thorough', 5],
        ['efficient', 5],
        ['thorough', 5],
        ['efficient', 5],
      ]).isEnough,
    ).toBe(true);
  });
});
