// Every word on screen exists in both languages, says the same there, and none is written into the markup.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const files = globSync('renderer/text/*.ts', { cwd: root }).sort();
const texts = z.record(z.string(), z.object({ en: z.string().min(1), ja: z.string().min(1) }));
const kanaOrKanji = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** Texts that are rightly the same in both languages, or name a language in itself. */
const alike =
  /^(?:[\W\d_]|\{\w+\}|OK|NG|EN|ja|px|kWh|ms|W|MVTec AD|ASAM|AdamW|ONNX Runtime|Node\.js|CSV|ONNX|SHA-256|SGD|SAM|JSON|CPU|GPU|PC|Narashi|MB|GB|[ρλγβ])*$/u;

describe.each(files)('%s', async (file) => {
  const exported = Object.values(await import(join(root, file))).filter((value) => texts.safeParse(value).success);
  const entries = exported.flatMap((value) => Object.entries(texts.parse(value)));

  test('has texts', () => expect(entries.length).toBeGreaterThan(0));

  test.each(entries)('%s', (key, { en, ja }) => {
    const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    expect(places(ja), 'places').toEqual(places(en));
    expect(en.trim(), 'blanks').toBe(en);
    expect(ja.trim(), 'blanks').toBe(ja);
    if (en === ja)
      expect(
        alike.test(en) || key.endsWith('.ja') || key.endsWith('.en') || key === 'frame.japanese',
        `"${en}" is not translated`,
      ).toBe(true);
    else if (!alike.test(ja)) expect(ja, 'is Japanese').toMatch(kanaOrKanji);
    if (en !== ja) expect(en, 'is English').not.toMatch(kanaOrKanji);
  });
});

test('each key of a file is used', () => {
  const sources = globSync('renderer/**/*.{svelte,ts}', { cwd: root })
    .filter((path) => !path.startsWith('renderer/text/'))
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n');
  // say(`done.undone-${kind}`) uses every key of that form.
  const forms = [...sources.matchAll(/`([\w.-]*(?:\$\{[^{}`]+\}[\w.-]*)+)`/g)].map(
    ([, form = '']) => new RegExp(`^${form.replaceAll('.', '\\.').replace(/\$\{[^}]+\}/g, '[\\w.-]+')}$`),
  );
  for (const file of files) {
    const keys = [...readFileSync(join(root, file), 'utf8').matchAll(/^ {2}'([\w.-]+)': \{/gm)].map(
      ([, key = '']) => key,
    );
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      const used = sources.includes(`'${key}'`) || forms.some((form) => form.test(key));
      expect(used, `${file}: ${key} is not used`).toBe(true);
    }
  }
});

test('markup holds no words of its own', () => {
  const found = globSync('renderer/**/*.svelte', { cwd: root }).flatMap((path) => {
    const markup = readFileSync(join(root, path), 'utf8')
      .replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<pre[\s\S]*?<\/pre>/g, '')
      .replace(/=>/g, '');
    const withoutCode = dropBraces(markup);
    const words = [...withoutCode.matchAll(/>([^<]*)</g)].map(([, text = '']) => text.trim());
    const attributes = [...withoutCode.matchAll(/\b(?:label|title|placeholder|alt|aria-label)="([^"]*)"/g)].map(
      ([, text = '']) => text,
    );
    return [...words, ...attributes]
      .filter((text) => /\p{Letter}/u.test(text) && !alike.test(text))
      .map((text) => `${path}: ${text}`);
  });
  expect(found).toEqual([]);
});

/** Without `{…}`, however deep. */
function dropBraces(text: string): string {
  let depth = 0;
  return [...text]
    .filter((character) => {
      if (character === '{') depth++;
      if (character === '}') depth--;
      return depth === 0 && character !== '}';
    })
    .join('');
}
