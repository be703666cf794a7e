// Texts in both languages, looked up by key with their {places} filled; a missing key or place does not compile.
import { fill, type Language } from '../contract/errors/narashi-error.ts';

/** Key → the text in each language. */
export type Texts = Readonly<Record<string, { readonly en: string; readonly ja: string }>>;

type Places<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Places<Rest> : never;
type TextData<T extends Texts, K extends keyof T> = Readonly<Record<Places<T[K]['en']>, string | number>>;
type DataArgument<T extends Texts, K extends keyof T> = [Places<T[K]['en']>] extends [never]
  ? []
  : [data: TextData<T, K>];

/** Keys of texts without places. */
export type PlainKeyOf<T extends Texts> = { [K in keyof T]: DataArgument<T, K> extends [] ? K : never }[keyof T];

/** The text of a key, its places filled. */
export type SayOf<T extends Texts> = <K extends keyof T>(key: K, ...data: DataArgument<T, K>) => string;

/** One language's voice over a set of texts. */
export interface VoiceOf<T extends Texts> extends SayOf<T> {
  readonly language: Language;
}

export function makeVoice<T extends Texts>(texts: T, language: Language): VoiceOf<T> {
  const say = (key: keyof T, data: Readonly<Record<string, string | number>> = {}) =>
    fill(texts[key]?.[language] ?? '', data);
  return Object.assign(say, { language });
}

/** A voice that asks for the language at every word, so that texts follow a switch of languages. */
export function makeLiveVoice<T extends Texts>(texts: T, language: () => Language): SayOf<T> {
  return (key: keyof T, data: Readonly<Record<string, string | number>> = {}) =>
    fill(texts[key]?.[language()] ?? '', data);
}
