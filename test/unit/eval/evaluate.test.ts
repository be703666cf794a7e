// Evaluations against tables computed by hand.
import { describe, expect, it } from 'vitest';
import {
  argmaxRows,
  balancedAccuracy,
  calibrationError,
  classMetrics,
  confusionMatrix,
  evaluate,
  inspectionRates,
  logLoss,
  macroAverages,
  memorisedShare,
  rate,
} from '../../../main/eval/index.ts';
import type { ClassLabel, Verdict } from '../../../shared/domain/dataset.ts';

const classes: readonly ClassLabel[] = [
  { name: 'good', verdict: 'OK' },
  { name: 'scratch', verdict: 'NG' },
  { name: 'dent', verdict: 'NG' },
];

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

describe('evaluate', () => {
  it('judges, counts and rates five images', () => {
    const probabilities = [
      [0.7, 0.2, 0.1],
      [0.4, 0.4, 0.2], // a tie: the first wins
      [0.1, 0.8, 0.1],
      [0.6, 0.1, 0.3], // an escape
      [0.2, 0.5, 0.3], // a dent taken for a scratch
    ];
    const found = evaluate([0, 0, 1, 2, 2], Float64Array.from(probabilities.flat()), classes);
    expect(found.confusion).toEqual([
      [2, 0, 0],
      [0, 1, 0],
      [1, 1, 0],
    ]);
    expect(found).toMatchObject({
      classes,
      images: 5,
      accuracy: { count: 3, total: 5, value: 0.6 },
      escape: { count: 1, total: 3 },
      overkill: { count: 0, total: 2 },
    });
    expect(found.balancedAccuracy).toBeCloseTo(2 / 3, 12);
    expect(found.logLoss).toBeCloseTo(-Math.log(0.7 * 0.4 * 0.8 * 0.3 * 0.3) / 5, 12);
    expect(found.calibrationError).toBeCloseTo((0.3 + 0.6 + 0.2 + 0.6 + 0.5) / 5, 12);
  });

  it('of no images is null throughout', () => {
    expect(evaluate([], [], classes)).toMatchObject({
      images: 0,
      accuracy: null,
      balancedAccuracy: null,
      macro: null,
      escape: null,
      overkill: null,
      logLoss: null,
      calibrationError: null,
    });
  });

  const refused: readonly (readonly [string, number[], number[], RegExp])[] = [
    ['a label that is no class', [3], [1, 0, 0], /class 3/],
    ['a negative label', [-1], [1, 0, 0], /class -1/],
    ['a fractional label', [0.5], [1, 0, 0], /class 0.5/],
    ['rows of another length', [0], [1, 0], /rows of 3/],
    ['labels that do not match', [0, 1], [1, 0, 0], /2 labels for 1/],
    ['a diverged network', [0, 0], [1, 0, 0, Number.NaN, Number.NaN, Number.NaN], /image 1: .* class 0 is NaN/],
  ];
  it.each(refused)('refuses %s', (_, labels, probabilities, message) => {
    expect(() => evaluate(labels, probabilities, classes)).toThrow(RangeError);
    expect(() => evaluate(labels, probabilities, classes)).toThrow(message);
  });

  it('holds no NaN and takes well under a second for 100,000 images', () => {
    const count = 100_000;
    const labels = Int32Array.from({ length: count }, (_, image) => image % 3);
    const probabilities = Float32Array.from({ length: 3 * count }, (_, cell) => ((cell * 7919) % 101) / 101);
    const begin = performance.now();
    expect(JSON.stringify(evaluate(labels, probabilities, classes))).not.toMatch(/NaN|Infinity/);
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});

describe('parts', () => {
  it('argmax takes the first of equals', () => {
    expect([...argmaxRows([0, 0, 0, 0.2, 0.4, 0.4, -3, -2, -2], 3)]).toEqual([0, 1, 1]);
    expect(() => argmaxRows([], 0)).toThrow(RangeError);
  });

  it('confusion rows are labels', () => {
    expect(confusionMatrix([0, 0, 1], Int32Array.of(1, 1, 1), 2)).toEqual([
      [0, 2],
      [0, 1],
    ]);
  });

  it('log loss of certainty is 0, of the impossible finite', () => {
    expect(logLoss([1], [0, 1], 2)).toBe(0);
    expect(logLoss([0], [0, 1], 2)).toBeCloseTo(-Math.log(Number.EPSILON), 12);
  });

  const calibrations: readonly (readonly [string, boolean[], number[], number | null])[] = [
    ['sure and right', [true, true], [1, 1], 0],
    ['sure and wrong', [false, false], [1, 1], 1],
    ['three of four right at 0.75', [true, true, true, false], [0.75, 0.75, 0.75, 0.75], 0],
    ['opposite errors in one bin cancel', [true, false], [0.5, 0.5], 0],
    ['in two bins they do not', [true, false], [0.45, 0.95], (0.55 + 0.95) / 2],
    ['the edge belongs to the lower bin', [true, false], [0.2, 0.21], (0.8 + 0.21) / 2],
    ['no images', [], [], null],
  ];
  it.each(calibrations)('calibration error: %s', (_, right, confidences, expected) => {
    closeOrNull(calibrationError(right, confidences), expected);
  });

  const memories: readonly (readonly [string, number[], number[], number[], number | null])[] = [
    ['two of three wrong labels learnt', [0, 1, 2, 0], [0, 2, 0, 1], [0, 2, 0, 0], 2 / 3],
    ['wrong in another way is not memorised', [0], [1], [2], 0],
    ['no wrong label', [0, 1], [0, 1], [1, 1], null],
    ['no images', [], [], [], null],
  ];
  it.each(memories)('memorised share: %s', (_, truth, given, predicted, expected) => {
    closeOrNull(memorisedShare(truth, given, predicted), expected);
  });
});

function closeOrNull(found: number | null | undefined, expected: number | null): void {
  if (expected === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(expected, 12);
}
