// Every word the command line says, in both languages. A key with {places} takes their values.
import type { Language } from '../../shared/contract/errors/index.ts';
import { fill } from '../../shared/contract/errors/narashi-error.ts';
import { helpTexts } from './text/help.ts';
import { resultTexts } from './text/results.ts';
import { runTexts } from './text/runs.ts';
import { trainingTexts } from './text/training.ts';

export const texts = { ...helpTexts, ...resultTexts, ...runTexts, ...trainingTexts } as const;

export type TextKey = keyof typeof texts;
type Places<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Places<Rest> : never;
type TextData<K extends TextKey> = Readonly<Record<Places<(typeof texts)[K]['en']>, string | number>>;
type DataArgument<K extends TextKey> = [Places<(typeof texts)[K]['en']>] extends [never] ? [] : [data: TextData<K>];

/** Keys of texts without places. */
export type PlainKey = { [K in TextKey]: DataArgument<K> extends [] ? K : never }[TextKey];

/** One language's voice. */
export interface Voice {
  readonly language: Language;
  /** The text of a key, its places filled. */
  <K extends TextKey>(key: K, ...data: DataArgument<K>): string;
}

export function voice(language: Language): Voice {
  const say = (key: TextKey, data: Readonly<Record<string, string | number>> = {}) => fill(texts[key][language], data);
  return Object.assign(say, { language });
}
