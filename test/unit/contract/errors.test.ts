// Every error a person can meet is there in both languages, with the same places to fill.
import { describe, expect, it } from 'vitest';
import { fits, messages, NarashiError } from '../../../shared/contract/errors/index.ts';

const places = (sentence: string) => new Set([...sentence.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name));
const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const sentenceEnd = /[.)]$/u;

describe('error messages', () => {
  it.each(Object.entries(messages))('%s is complete', (code, { en, ja }) => {
    expect(code).toMatch(/^[a-z]+\.[a-z-]+$/u);
    expect(en).toMatch(sentenceEnd);
    expect(ja).toMatch(/[。）]$/u);
    expect(japanese.test(en), 'English without Japanese').toBe(false);
    expect(japanese.test(ja), 'Japanese').toBe(true);
    expect(places(ja)).toEqual(places(en));
  });

  it('come to life only with all their data', () => {
    expect(fits('store.run-not-found', {})).toBe(false);
    const data: Readonly<Record<string, number>> = { id: 3 };
    if (!fits('store.run-not-found', data)) throw new Error('complete data refused');
    expect(new NarashiError('store.run-not-found', data).in('ja')).toContain('3');
  });
});
