// Stages and the moves between them, which model is live, and what a rollback goes back to.
import { describe, expect, it } from 'vitest';
import {
  lineAfter,
  type ModelMove,
  moveBetween,
  nextStages,
  type Stage,
  type StageMove,
  stages,
} from '../../../shared/domain/registry.ts';

describe('moves', () => {
  const table: Readonly<Record<Stage, Readonly<Record<Stage, StageMove | undefined>>>> = {
    draft: { draft: undefined, candidate: 'nominate', approved: undefined, retired: 'retire' },
    candidate: { draft: 'return', candidate: undefined, approved: 'approve', retired: 'retire' },
    approved: { draft: undefined, candidate: undefined, approved: 'approve', retired: 'retire' },
    retired: { draft: 'revive', candidate: undefined, approved: undefined, retired: undefined },
  };
  it.each(stages.flatMap((from) => stages.map((to) => [from, to] as const)))('%s → %s', (from, to) => {
    expect(moveBetween(from, to)).toBe(table[from][to]);
    expect(nextStages(from, false).includes(to)).toBe(table[from][to] !== undefined);
  });

  it('do not lead a live model to where it is', () => {
    expect(nextStages('approved', true)).toEqual(['retired']);
  });
});

describe('the line', () => {
  const cases: readonly (readonly [
    string,
    readonly (readonly [number, ModelMove])[],
    number | null,
    readonly number[],
  ])[] = [
    ['nothing was moved', [], null, []],
    ['one is a candidate', [[1, 'nominate']], null, []],
    [
      'one is approved',
      [
        [1, 'nominate'],
        [1, 'approve'],
      ],
      1,
      [],
    ],
    [
      'another takes its place',
      [
        [1, 'approve'],
        [2, 'approve'],
      ],
      2,
      [1],
    ],
    [
      'and a third',
      [
        [1, 'approve'],
        [2, 'approve'],
        [3, 'approve'],
      ],
      3,
      [1, 2],
    ],
    [
      'one is gone back to',
      [
        [1, 'approve'],
        [2, 'approve'],
        [3, 'approve'],
        [2, 'roll-back'],
      ],
      2,
      [1],
    ],
    [
      'twice',
      [
        [1, 'approve'],
        [2, 'approve'],
        [3, 'approve'],
        [2, 'roll-back'],
        [1, 'roll-back'],
      ],
      1,
      [],
    ],
    [
      'the former is approved anew',
      [
        [1, 'approve'],
        [2, 'approve'],
        [1, 'approve'],
      ],
      1,
      [2],
    ],
    [
      'the live one is retired',
      [
        [1, 'approve'],
        [2, 'approve'],
        [2, 'retire'],
      ],
      null,
      [1],
    ],
    [
      'and the former gone back to',
      [
        [1, 'approve'],
        [2, 'approve'],
        [2, 'retire'],
        [1, 'roll-back'],
      ],
      1,
      [],
    ],
    [
      'the former is retired',
      [
        [1, 'approve'],
        [2, 'approve'],
        [1, 'retire'],
      ],
      2,
      [],
    ],
    [
      'the former is retired and revived',
      [
        [1, 'approve'],
        [2, 'approve'],
        [1, 'retire'],
        [1, 'revive'],
      ],
      2,
      [],
    ],
  ];
  it.each(cases)('%s', (_, steps, live, former) => {
    const line = lineAfter(steps.map(([runId, move]) => ({ runId, move })));
    expect([line.live, line.former]).toEqual([live, former]);
  });

  it('leaves both approved after a rollback', () => {
    const { stages: found } = lineAfter([
      { runId: 1, move: 'approve' },
      { runId: 2, move: 'approve' },
      { runId: 1, move: 'roll-back' },
    ]);
    expect([...found]).toEqual([
      [1, 'approved'],
      [2, 'approved'],
    ]);
  });
});
