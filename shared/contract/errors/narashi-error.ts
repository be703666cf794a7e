// The one error type a person ever sees: a stable code, the data behind it, and a sentence in each language.
import { type ErrorCode, type ErrorData, messages } from './messages.ts';

type Data = Readonly<Record<string, string | number>>;
export type Language = 'ja' | 'en';

/** Fills `{name}` places of a message template. */
export function fill(template: string, data: Data): string {
  return template.replace(/\{(\w+)\}/g, (_, key: string) => String(data[key] ?? '?'));
}

/** What happened, what was kept and what to do next, in one language. */
export function describe(code: ErrorCode, data: Data, language: Language): string {
  return fill(messages[code][language], data);
}

/** Whether data that came over a bridge fills every place of the sentence. */
export function fits<C extends ErrorCode>(code: C, data: Data): data is ErrorData<C> {
  return [...messages[code].en.matchAll(/\{(\w+)\}/g)].every(([, place = '']) => Object.hasOwn(data, place));
}

/** An expected failure. `message` is the English sentence; `in(language)` gives either. */
export class NarashiError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly data: ErrorData<C>;

  constructor(code: C, data: ErrorData<C>, options?: ErrorOptions) {
    super(describe(code, data, 'en'), options);
    this.name = 'NarashiError';
    this.code = code;
    this.data = data;
  }

  in(language: Language): string {
    return describe(this.code, this.data, language);
  }
}
