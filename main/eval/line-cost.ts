// What rates found on test images mean on the line, where defective parts are rare: shares and yen.
import type { DecisionAims } from '../../shared/domain/decision.ts';
import type { Rate } from '../../shared/domain/evaluation.ts';

/** Yen lost by a thousand parts of the line; null where a rate is not known. */
export function yenPerThousand(
  rates: { escape: Rate | null; overkill: Rate | null; review: number | null },
  { escapeCostYen, overkillCostYen, reviewCostYen, defectShare }: DecisionAims,
): number | null {
  const { escape: passed, overkill, review } = rates;
  if (!passed || !overkill || review === null) return null;
  const escapes = defectShare * passed.value * escapeCostYen;
  const overkills = (1 - defectShare) * overkill.value * overkillCostYen;
  return 1000 * (escapes + overkills + review * reviewCostYen);
}

/** A share among defective and good parts, as it is among the parts of the line. */
export function ofLine(defective: Rate | null, good: Rate | null, { defectShare }: DecisionAims): number | null {
  return defective && good ? defectShare * defective.value + (1 - defectShare) * good.value : null;
}
