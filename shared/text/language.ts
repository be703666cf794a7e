// Which language to speak: as asked with --lang, else as the system is set.
import type { Language } from '../contract/errors/index.ts';

/** `argv` without program name; `systemLocale` stands in where the environment says nothing (Windows). */
export function chooseLanguage(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  systemLocale: string,
): Language {
  const asked = optionValue(argv, '--lang');
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale = asked || LC_ALL || LC_MESSAGES || LANG || systemLocale;
  return /^ja\b|^ja_|^japanese/iu.test(locale) ? 'ja' : 'en';
}

/** The value of a `--name value` or `--name=value` option, before commander has looked at the line. */
export function optionValue(argv: readonly string[], name: string): string | undefined {
  for (const [index, word] of argv.entries()) {
    if (word === '--') return undefined;
    if (word === name) return argv[index + 1];
    if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
  }
  return undefined;
}

/** Whether a plain `--name` is on the line. */
export function hasFlag(argv: readonly string[], name: string): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).includes(name);
}
