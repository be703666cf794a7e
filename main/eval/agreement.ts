// Two judges on the same images: how often they agree, beyond chance, by class and by verdict.
import type { Verdict } from '../../shared/domain/dataset.ts';
import { cohenKappa, type Kappa } from './statistics/kappa.ts';

export interface PairAgreement {
  readonly images: number;
  readonly agreed: number;
  readonly kappa: Kappa | null;
  /** The same for OK against NG only. */
  readonly verdictKappa: Kappa | null;
  /** Images [first][second], by the place of the class. */
  readonly table: readonly (readonly number[])[];
}

/**
 * @param pairs what the first and the second judged each image to be, as places in `verdicts`
 * @param verdicts of the classes
 */
export function agreementOf(
  pairs: readonly (readonly [first: number, second: number])[],
  verdicts: readonly Verdict[],
): PairAgreement {
  const table = countPairs(pairs, verdicts.length);
  const asVerdict = (place: number) => (verdicts[place] === 'NG' ? 1 : 0);
  const verdictTable = countPairs(
    pairs.map(([first, second]) => [asVerdict(first), asVerdict(second)] as const),
    2,
  );
  return {
    images: pairs.length,
    agreed: pairs.filter(([first, second]) => first === second).length,
    kappa: cohenKappa(table),
    verdictKappa: cohenKappa(verdictTable),
    table,
  };
}

function countPairs(pairs: readonly (readonly [number, number])[], size: number): number[][] {
  const table = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const [first, second] of pairs) {
    const row = table[first];
    if (row) row[second] = (row[second] ?? 0) + 1;
  }
  return table;
}
