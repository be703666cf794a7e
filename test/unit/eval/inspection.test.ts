// Escape and overkill against tables computed by hand.
import { describe, expect, it } from 'vitest';
import { inspectionRates, rate } from '../../../main/eval/index.ts';
import type { Verdict } from '../../../shared/domain/dataset.ts';

describe('escape and overkill', () => {
  const cases: readonly (readonly [
    what: string,
    confusion: number[][],
    verdicts: Verdict[],
    escape: readonly [number, number] | null,
    overkill: readonly [number, number] | null,
  ])[] = [
    [
      'one good class, two defects',
      [
        [90, 6, 4],
        [3, 15, 2],
        [1, 5, 4],
      ],
      ['OK', 'NG', 'NG'],
      [4, 30],
      [10, 100],
    ],
    [
      'a dent taken for a scratch is neither',
      [
        [9, 0, 0],
        [0, 0, 5],
        [0, 5, 0],
      ],
      ['OK', 'NG', 'NG'],
      [0, 10],
      [0, 9],
    ],
    [
      'two good classes confused are neither',
      [
        [0, 4, 0],
        [4, 0, 0],
        [1, 0, 1],
      ],
      ['OK', 'OK', 'NG'],
      [1, 2],
      [0, 8],
    ],
    [
      'only good parts',
      [
        [7, 1],
        [0, 0],
      ],
      ['OK', 'NG'],
      null,
      [1, 8],
    ],
    [
      'only defects',
      [
        [0, 0],
        [2, 6],
      ],
      ['OK', 'NG'],
      [2, 8],
      null,
    ],
    [
      'no images',
      [
        [0, 0],
        [0, 0],
      ],
      ['OK', 'NG'],
      null,
      null,
    ],
    [
      'no NG class',
      [
        [3, 1],
        [1, 3],
      ],
      ['OK', 'OK'],
      null,
      [0, 8],
    ],
  ];
  it.each(cases)('%s', (_, confusion, verdicts, escaped, overkilled) => {
    expect(inspectionRates(confusion, verdicts)).toEqual({
      escape: escaped && rate(...escaped),
      overkill: overkilled && rate(...overkilled),
    });
  });
});
