// Precision, recall and F1 against tables computed by hand.
import { describe, expect, it } from 'vitest';
import { balancedAccuracy, classMetrics, macroAverages } from '../../../main/eval/index.ts';
import { closeOrNull } from './close-or-null.ts';

describe('figures per class', () => {
  type Row = readonly [precision: number | null, recall: number | null, f1: number | null, support: number];
  const cases: readonly {
    what: string;
    confusion: number[][];
    rows: readonly Row[];
    macro: readonly [number, number, number] | null;
  }[] = [
    {
      what: 'all different',
      confusion: [
        [8, 1, 1],
        [2, 3, 0],
        [0, 1, 4],
      ],
      rows: [
        [8 / 10, 8 / 10, 16 / 20, 10],
        [3 / 5, 3 / 5, 6 / 10, 5],
        [4 / 5, 4 / 5, 8 / 10, 5],
      ],
      macro: [2.2 / 3, 2.2 / 3, 2.2 / 3],
    },
    {
      what: 'a class never judged',
      confusion: [
        [5, 0],
        [5, 0],
      ],
      rows: [
        [0.5, 1, 10 / 15, 5],
        [null, 0, 0, 5],
      ],
      macro: [0.25, 0.5, 1 / 3],
    },
    {
      what: 'a class without images, but judged',
      confusion: [
        [3, 1],
        [0, 0],
      ],
      rows: [
        [1, 0.75, 6 / 7, 4],
        [0, null, 0, 0],
      ],
      macro: [1, 0.75, 6 / 7],
    },
    {
      what: 'a class that does not occur at all',
      confusion: [
        [4, 0],
        [0, 0],
      ],
      rows: [
        [1, 1, 1, 4],
        [null, null, null, 0],
      ],
      macro: [1, 1, 1],
    },
    {
      what: 'no images',
      confusion: [
        [0, 0],
        [0, 0],
      ],
      rows: [
        [null, null, null, 0],
        [null, null, null, 0],
      ],
      macro: null,
    },
  ];
  it.each(cases)('$what', ({ confusion, rows, macro }) => {
    const perClass = classMetrics(confusion);
    for (const [index, [precision, recall, f1, support]] of rows.entries()) {
      const found = perClass[index];
      expect(found?.support).toBe(support);
      closeOrNull(found?.precision, precision);
      closeOrNull(found?.recall, recall);
      closeOrNull(found?.f1, f1);
    }
    const averages = macroAverages(perClass);
    closeOrNull(averages?.precision ?? null, macro?.[0] ?? null);
    closeOrNull(averages?.recall ?? null, macro?.[1] ?? null);
    closeOrNull(averages?.f1 ?? null, macro?.[2] ?? null);
    closeOrNull(balancedAccuracy(confusion), macro?.[1] ?? null);
  });
});
