// Small readers of typed values, with errors that name the option.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Voice } from './text.ts';

/** @throws NarashiError cli.invalid-value */
export function positiveInteger(name: string, text: string, say: Voice): number {
  const value = Number(text);
  if (!/^\d+$/u.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new NarashiError('cli.invalid-value', { name, value: text, expected: say('expected.positive') });
  }
  return value;
}

/** @throws NarashiError cli.invalid-value */
export function amount(name: string, text: string, say: Voice): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new NarashiError('cli.invalid-value', { name, value: text, expected: say('expected.least', { limit: 0 }) });
  }
  return value;
}

/** A run's number as typed. @throws NarashiError cli.invalid-value */
export function runNumber(text: string, say: Voice): number {
  if (!/^\d{1,15}$/u.test(text)) {
    throw new NarashiError('cli.invalid-value', {
      name: `<${say('place.run')}>`,
      value: text,
      expected: say('expected.run'),
    });
  }
  return Number(text);
}

/** One of a few words. @throws NarashiError cli.invalid-value */
export function oneOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new NarashiError('cli.invalid-value', { name, value: text, expected: words.join(', ') });
}

/** Gathers a repeatable option's values. */
export function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}
