// Why a run failed, as it is kept: a code and the English sentence of then, without the data in its places.
import { errorCode } from '../../shared/contract/common.ts';
import { describe, type Language, messages } from '../../shared/contract/errors/index.ts';

/** The code's sentence where that needs no data; else as it was written when it happened. */
export function failureText(code: string | null, message: string, language: Language): string {
  const known = errorCode.safeParse(code);
  if (known.success && !messages[known.data].en.includes('{')) return describe(known.data, {}, language);
  return message;
}
