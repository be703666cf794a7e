// Every word on the screens: in both languages, with the same places, natural to its language, and used somewhere.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Texts } from '../../../shared/text/voice.ts';

const root = join(import.meta.dirname, '../../../renderer');
const files = readdirSync(join(root, 'text'));

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(?:svelte|ts)$/.test(path) && !path.startsWith('text'))
  .map((path) => readFileSync(join(root, path), 'utf8'))
  .join('\n');
/** Keys written out, and the fixed beginnings of keys that are put together: `say(\`phase.${phase}\`)`. */
const written = new Set(Array.from(sources.matchAll(/'([a-zA-Z]+[.-][\w.-]+)'/g), ([, key]) => key));
const beginnings = Array.from(sources.matchAll(/`([a-zA-Z]+\.[\w.-]*)\$\{/g), ([, start = '']) => start);

const places = (text: string) => Array.from(text.matchAll(/\{(\w+)\}/g), ([, name]) => name).toSorted();

describe.each(files)('%s', async (file) => {
  const module: Record<string, Texts> = await import(join(root, 'text', file));
  const texts = Object.values(module).flatMap((each) => Object.entries(each));

  it('has words', () => expect(texts.length).toBeGreaterThan(0));

  it.each(texts)('%s', (key, { en, ja }) => {
    expect([en.trim(), ja.trim()]).toEqual([en, ja]);
    expect(places(ja)).toEqual(places(en));
    // Names of the languages are in the language itself.
    if (!/日本語|English/.test(ja)) expect(en).not.toMatch(/[ぁ-んァ-ヶ一-龠]/);
    expect(ja).not.toMatch(/false (?:positive|negative)|偽陽性|偽陰性/);
    expect(en).not.toMatch(/false (?:positive|negative)/i);
    const isUsed = written.has(key) || beginnings.some((start) => key.startsWith(start));
    expect(isUsed, 'used somewhere').toBe(true);
  });
});
