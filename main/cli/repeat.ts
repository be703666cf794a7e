// Command lines to type again: quoted so that a shell takes names with spaces as they are.
import { recipeSchema } from '../../shared/domain/recipe.ts';
import type { RunDetails } from '../../shared/domain/run.ts';
import { recipeArguments } from './recipe-options.ts';

/** How this program was called: through npm, `narashi` alone is not on the shell's path. */
const programName = () => (process.env.npm_execpath === undefined ? 'narashi' : 'npx narashi');

/** `narashi …` as it can be pasted. Words in <angle brackets> stay as they are: the user replaces them. */
export function commandLine(words: readonly string[], platform: NodeJS.Platform = process.platform): string {
  return [programName(), ...words.map((word) => quote(word, platform))].join(' ');
}

function quote(word: string, platform: NodeJS.Platform): string {
  if (
    /^<[^<>]*>$/u.test(word) ||
    /^[\p{L}\p{M}\p{N}_./\\:=,@+%-]+$/u.test(platform === 'win32' ? word : word.replaceAll('\\', '\0'))
  )
    return word;
  return platform === 'win32' ? `"${word.replaceAll('"', '')}"` : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The words that train the same run anew; undefined for runs of the app, and where the settings are of another version. */
export function repeatWords({ run, snapshot, datasets }: RunDetails): string[] | undefined {
  if (run.projectId !== null) return undefined;
  const recipe = recipeSchema.safeParse(run.hyperParameters);
  if (!recipe.success) return undefined;
  const passing = snapshot.classes.filter(({ verdict }) => verdict === 'OK');
  return [
    'train',
    datasets.at(-1)?.root ?? '<folder>',
    ...passing.flatMap(({ name }) => ['--ok', name]),
    ...recipeArguments(recipe.data),
  ];
}
