// Which classes pass on the line: as the user says, or guessed from the names people give to good parts.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { ClassLabel } from '../../shared/domain/dataset.ts';
import { isGoodName } from '../../shared/domain/good-names.ts';

/** @throws NarashiError services.unknown-class when an OK class is not among the names */
export function assignVerdicts(names: readonly string[], okClasses: readonly string[]): readonly ClassLabel[] {
  for (const name of okClasses) {
    if (!names.includes(name)) throw new NarashiError('services.unknown-class', { name, classes: names.join(', ') });
  }
  const passes = (name: string) => (okClasses.length ? okClasses.includes(name) : isGoodName(name));
  return names.map((name) => ({ name, verdict: passes(name) ? 'OK' : 'NG' }));
}
