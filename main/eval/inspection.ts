// The two numbers the line fears: escape (見逃し) and overkill (過検出).
import type { Verdict } from '../../shared/domain/dataset.ts';
import type { Rate } from '../../shared/domain/evaluation.ts';
import { type Confusion, sum } from './confusion.ts';
import { rate } from './intervals.ts';

/**
 * Escape: defective parts judged OK, of all defective parts. Overkill: good parts judged NG, of all good parts. What
 * counts is the verdict of the class, so taking a dent for a scratch is neither. Null where no such part was tested.
 */
export function inspectionRates(
  confusion: Confusion,
  verdicts: readonly Verdict[],
): { escape: Rate | null; overkill: Rate | null } {
  const images = (actual: Verdict, judged: Verdict) =>
    sum(
      confusion
        .filter((_, row) => verdicts[row] === actual)
        .map((row) => sum(row.filter((_, column) => verdicts[column] === judged))),
    );
  const [escaped, caught] = [images('NG', 'OK'), images('NG', 'NG')];
  const [killed, passed] = [images('OK', 'NG'), images('OK', 'OK')];
  return { escape: rate(escaped, escaped + caught), overkill: rate(killed, killed + passed) };
}
