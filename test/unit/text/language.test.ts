// Which language is spoken, from the command line and the system's settings.
import { describe, expect, it } from 'vitest';
import { chooseLanguage, hasFlag, optionValue } from '../../../shared/text/language.ts';

const cases: readonly (readonly [
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
  system: string,
  language: 'ja' | 'en',
])[] = [
  [[], { LANG: 'ja_JP.UTF-8' }, 'en-US', 'ja'],
  [[], { LANG: 'en_US.UTF-8' }, 'ja-JP', 'en'],
  [[], { LC_ALL: 'ja_JP.UTF-8', LANG: 'en_US.UTF-8' }, 'en-US', 'ja'],
  [[], { LC_ALL: '', LANG: 'ja_JP' }, 'en-US', 'ja'],
  [[], { LC_ALL: 'C', LANG: 'ja_JP.UTF-8' }, 'ja-JP', 'en'],
  [[], {}, 'ja-JP', 'ja'],
  [[], { LANG: 'Japanese_Japan.932' }, 'en', 'ja'],
  [[], { LANG: 'jam_JM' }, 'en', 'en'],
  [['runs', '--lang', 'ja'], { LANG: 'en_US' }, 'en', 'ja'],
  [['--lang=en', 'runs'], { LANG: 'ja_JP' }, 'ja', 'en'],
  [['predict', '--', '--lang', 'ja'], {}, 'en', 'en'],
];

describe('language', () => {
  it.each(cases)('%j with %j on a %s system: %4$s', (argv, environment, system, language) => {
    expect(chooseLanguage(argv, environment, system)).toBe(language);
  });

  it('reads options ahead of the parser', () => {
    expect(optionValue(['a', '--lang'], '--lang')).toBeUndefined();
    expect(hasFlag(['runs', '--json'], '--json')).toBe(true);
    expect(hasFlag(['predict', '--', '--json'], '--json')).toBe(false);
  });
});
