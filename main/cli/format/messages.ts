// Sentences with a word in front, wrapped to the terminal.
import stringWidth from 'string-width';
import type { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Voice } from '../text.ts';
import { wrap } from './width.ts';

/** `Note  text …`, further lines under the text. */
export function bullet(word: string, text: string, columns: number): string[] {
  const indent = stringWidth(word) + 2;
  const [first = '', ...rest] = wrap(text, Math.min(columns, 120) - indent - 1).split('\n');
  return [`${word}  ${first}`, ...rest.map((line) => ' '.repeat(indent) + line)];
}

/** `Error data.one-class  what happened · what was kept · what to do next`. */
export function errorLines(error: NarashiError, say: Voice, columns: number): string[] {
  return [
    `${say('error')} [${error.code}]`,
    ...wrap(error.in(say.language), Math.min(columns, 120) - 3)
      .split('\n')
      .map((line) => `  ${line}`),
  ];
}
