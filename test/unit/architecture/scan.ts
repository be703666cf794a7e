// Source text → what it imports. A scanner, not a parser: it knows comments, strings, templates and regular expressions.

export type ImportedModule = {
  readonly specifier: string;
  /** `import type`, `export type`, or nothing but `type` names: gone when the program runs. */
  readonly typeOnly: boolean;
};

/** Every module a TypeScript, JavaScript or Svelte source names in an import, re-export, dynamic import or require. */
export function importsOf(source: string): ImportedModule[] {
  const { code, strings } = mask(source);
  return patterns.flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => ({
      specifier: strings[Number(match.groups?.index)] ?? '',
      typeOnly: isTypeOnly(match.groups?.clause ?? ''),
    })),
  );
}

/** The code without comments, each string replaced by its number between quotes. */
export function mask(source: string): { code: string; strings: string[] } {
  const strings: string[] = [];
  let code = '';
  for (let rest = source; rest.length > 0; ) {
    const token = tokens.find(({ pattern, after }) => pattern.test(rest) && (!after || after.test(code)));
    const [text = rest.charAt(0)] = token ? (token.pattern.exec(rest) ?? []) : [];
    if (token?.kind === 'string') code += `"${strings.push(text.slice(1, -1)) - 1}"`;
    else code += token ? ' ' : text;
    rest = rest.slice(text.length);
  }
  return { code, strings };
}

const clause = String.raw`(?<clause>\btype\b[^"'();=]*?|[^"'();=]*?)`;
const patterns = [
  new RegExp(String.raw`\b(?:import|export)\b\s*${clause}\s*\bfrom\s*"(?<index>\d+)"`, 'g'),
  /\bimport\s*"(?<index>\d+)"/g,
  /\b(?:import|require)\s*\(\s*"(?<index>\d+)"/g,
];

/** First match wins. A slash starts a regular expression only where a value may begin. */
const tokens: readonly { kind: 'gap' | 'string'; pattern: RegExp; after?: RegExp }[] = [
  { kind: 'gap', pattern: /^\/\/[^\n]*/ },
  { kind: 'gap', pattern: /^\/\*[\s\S]*?\*\// },
  { kind: 'string', pattern: /^'(?:\\[\s\S]|[^'\\\n])*'/ },
  { kind: 'string', pattern: /^"(?:\\[\s\S]|[^"\\\n])*"/ },
  { kind: 'string', pattern: /^`(?:\\[\s\S]|\$\{(?:[^`{}]|\{[^{}]*\}|`[^`]*`)*\}|[^`\\])*`/ },
  {
    kind: 'gap',
    pattern: /^\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/,
    after: /(?:^|[(,=:[!&|?{};>]|\b(?:return|typeof|case))\s*$/,
  },
];

function isTypeOnly(words: string): boolean {
  if (/^type\b(?!\s*,)/.test(words)) return true;
  const names = /^\{(?<names>[^}]*)\}$/.exec(words.trim())?.groups?.names;
  const list = names?.split(',').filter((name) => name.trim() !== '');
  return list !== undefined && list.length > 0 && list.every((name) => /^\s*type\s/.test(name));
}
