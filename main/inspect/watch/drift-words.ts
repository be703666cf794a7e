// A drift in one line, for the log: what has changed, from what to what.
import type { DriftCheck } from '../../../shared/domain/drift.ts';

const percent = ({ count, total }: { count: number; total: number }) => `${((100 * count) / total).toFixed(1)} %`;

export function driftWords({ measures, shares, from, upTo }: DriftCheck): string {
  const changed = [
    ...measures.flatMap(({ measure, usually, now, isAlarm }) =>
      isAlarm ? [`${measure} ${usually.toPrecision(3)} → ${now.toPrecision(3)}`] : [],
    ),
    ...shares.flatMap(({ outcome, usually, now, isAlarm }) =>
      isAlarm ? [`share of ${outcome} ${percent(usually)} → ${percent(now)}`] : [],
    ),
  ];
  return `${changed.join(', ')} (parts ${from} to ${upTo})`;
}
