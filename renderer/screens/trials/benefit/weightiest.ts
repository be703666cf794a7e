// The inputs that change the effect, the weightiest first.
import type { Benefit } from '../../../../shared/domain/benefit.ts';

export function weightiest(sensitivity: Benefit['sensitivity']): Benefit['sensitivity'] {
  const weight = ({ halved, doubled }: Benefit['sensitivity'][number]) => Math.abs(doubled - halved);
  return sensitivity.filter((one) => weight(one) >= 1).toSorted((one, other) => weight(other) - weight(one));
}
