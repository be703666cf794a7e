// Agreement of two judges by class and by verdict; kappa itself is checked against scikit-learn in statistics.test.ts.
import { expect, it } from 'vitest';
import { agreementOf, cohenKappa } from '../../../main/eval/index.ts';
import { agreementWord } from '../../../renderer/screens/quality/agreement/agreement-words.ts';

it('counts by class and, for OK against NG, over the classes', () => {
  const pairs = [
    [0, 0],
    [0, 0],
    [0, 1],
    [1, 2],
    [2, 2],
    [2, 0],
  ] as const;
  const found = agreementOf(pairs, ['OK', 'NG', 'NG']);
  const table = [
    [2, 1, 0],
    [0, 0, 1],
    [1, 0, 1],
  ];
  expect(found).toMatchObject({ images: 6, agreed: 3, table, kappa: cohenKappa(table) });
  expect(found.verdictKappa).toEqual(
    cohenKappa([
      [2, 1],
      [1, 2],
    ]),
  );
  expect(agreementOf([], ['OK', 'NG'])).toMatchObject({ images: 0, agreed: 0, kappa: null, verdictKappa: null });
});

it.each([
  [-0.1, 'poor'],
  [0.1, 'slight'],
  [0.2, 'fair'],
  [0.59, 'moderate'],
  [0.6, 'substantial'],
  [0.8, 'perfect'],
  [null, 'unknown'],
] as const)('a lower end of %s is %s', (low, word) => {
  expect(agreementWord(low === null ? null : { low })).toBe(word);
});
