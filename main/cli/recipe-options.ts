// Recipes as words on the command line: options for the settings people touch, --set for all others, and back again.
import { Option } from 'commander';
import type { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type AugmentationPreset, augmentationPresets } from '../../shared/domain/images.ts';
import {
  backboneOf,
  defaultRecipe,
  fineTunings,
  methods,
  presetNames,
  type Recipe,
  recipeSchema,
} from '../../shared/domain/recipe.ts';
import type { PlainKey, Voice } from './text.ts';

interface RecipeFlag {
  readonly flag: string;
  readonly key: keyof Recipe;
  readonly help: PlainKey;
  readonly values?: readonly string[];
}

const { sampling, mode, classWeights, batchNorm } = recipeSchema.shape;
const augmentations = Object.keys(augmentationPresets);

/** In the order of the help. */
export const recipeFlags = [
  { flag: 'network', key: 'network', help: 'train.network', values: presetNames },
  { flag: 'size', key: 'size', help: 'train.size' },
  { flag: 'epochs', key: 'epochs', help: 'train.epochs' },
  { flag: 'batch', key: 'batchSize', help: 'train.batch' },
  { flag: 'learning-rate', key: 'learningRate', help: 'train.learning-rate' },
  { flag: 'seed', key: 'seed', help: 'train.seed' },
  { flag: 'method', key: 'method', help: 'train.method', values: methods },
  { flag: 'mode', key: 'mode', help: 'train.mode', values: mode.options },
  { flag: 'rho', key: 'rho', help: 'train.rho' },
  { flag: 'test', key: 'testFraction', help: 'train.test' },
  { flag: 'validation', key: 'validationFraction', help: 'train.validation' },
  { flag: 'class-weights', key: 'classWeights', help: 'train.class-weights', values: classWeights.options },
  { flag: 'sampling', key: 'sampling', help: 'train.sampling', values: sampling.options },
  { flag: 'augmentation', key: 'augmentation', help: 'train.augmentation', values: augmentations },
  { flag: 'fine-tune', key: 'fineTune', help: 'train.fine-tune', values: fineTunings },
  { flag: 'last-stages', key: 'lastStages', help: 'train.last-stages' },
  { flag: 'layer-decay', key: 'layerDecay', help: 'train.layer-decay' },
  { flag: 'batch-norm', key: 'batchNorm', help: 'train.batch-norm', values: batchNorm.unwrap().options },
] as const satisfies readonly RecipeFlag[];

export function recipeOptions(say: Voice): Option[] {
  return recipeFlags.map((each: RecipeFlag) => {
    const value = each.values ? each.values.join('|') : say('place.number');
    return new Option(`--${each.flag} <${value}>`, say(each.help));
  });
}

/** One setting as typed: `name` for messages, the place in the recipe, the text. */
interface Given {
  readonly name: string;
  readonly path: readonly string[];
  readonly text: string;
}

/**
 * The recipe a command line asks for.
 * @param options values by flag, as typed
 * @param settings `name=value`, as typed behind --set
 * @throws NarashiError cli.invalid-value, cli.unknown-setting
 */
export function readRecipe(
  options: Readonly<Record<string, string | undefined>>,
  settings: readonly string[],
  say: Voice,
): Recipe {
  const given = [
    ...recipeFlags.flatMap(({ flag, key }) => fromFlag(flag, key, options[flag])),
    ...settings.map((text) => fromSetting(text, say)),
  ];
  const method = given.findLast(({ path }) => path.join('.') === 'method')?.text;
  const known = methods.find((each) => each === method);
  const draft: Record<string, unknown> = { ...defaultRecipe(known) };
  const augmentation: Record<string, unknown> = { ...defaultRecipe().augmentation };
  for (const { path, text } of given) {
    const [key = '', inner] = path;
    if (inner !== undefined) augmentation[inner] = readValue(text);
    else if (key !== 'augmentation') draft[key] = readValue(text);
    else if (isPreset(text)) Object.assign(augmentation, augmentationPresets[text]);
    else throw invalid(nameOf(given, path), text, augmentations.join(', '));
  }
  const parsed = recipeSchema.safeParse({ ...draft, augmentation });
  if (!parsed.success) throw explain(parsed.error.issues[0], given, say);
  const { testFraction, validationFraction } = parsed.data;
  if (testFraction + validationFraction >= 1) {
    throw invalid('--test / --validation', `${testFraction} / ${validationFraction}`, say('expected.fractions'));
  }
  return parsed.data;
}

/** Names of the recipe's settings the user gave a value. */
export function chosenSettings(options: Readonly<Record<string, string>>, settings: readonly string[]): Set<string> {
  const flagged = recipeFlags.flatMap(({ flag, key }) => (flag in options ? [key] : []));
  return new Set([...flagged, ...settings.map((text) => text.split('=')[0]?.trim() ?? '')]);
}

function fromFlag(flag: string, key: string, text: string | undefined): Given[] {
  return text === undefined ? [] : [{ name: `--${flag}`, path: [key], text }];
}

function fromSetting(setting: string, say: Voice): Given {
  const at = setting.indexOf('=');
  if (at < 1) throw invalid('--set', setting, say('expected.setting'));
  const name = setting.slice(0, at).trim();
  const path = name.split('.');
  if (!settingNames().includes(name))
    throw new NarashiError('cli.unknown-setting', { name, settings: settingNames().join(', ') });
  return { name, path, text: setting.slice(at + 1).trim() };
}

/** All names --set knows. */
export function settingNames(): string[] {
  const inner = Object.keys(recipeSchema.shape.augmentation.shape).map((name) => `augmentation.${name}`);
  return [...Object.keys(recipeSchema.shape), ...inner];
}

function readValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

const isPreset = (text: string): text is AugmentationPreset => Object.hasOwn(augmentationPresets, text);

function nameOf(given: readonly Given[], path: readonly PropertyKey[]): string {
  return given.findLast((each) => each.path.join('.') === path.join('.'))?.name ?? path.join('.');
}

function explain(issue: z.core.$ZodIssue | undefined, given: readonly Given[], say: Voice): NarashiError {
  const path = issue?.path ?? [];
  const text = given.findLast((each) => each.path.join('.') === path.join('.'))?.text ?? '';
  return invalid(nameOf(given, path), text, issue ? expectation(issue, say) : '?');
}

function expectation(issue: z.core.$ZodIssue, say: Voice): string {
  if (issue.path[0] === 'network') return presetNames.join(', ');
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  if (issue.code === 'too_small')
    return say(issue.inclusive ? 'expected.least' : 'expected.above', { limit: Number(issue.minimum) });
  if (issue.code === 'too_big')
    return say(issue.inclusive ? 'expected.most' : 'expected.below', { limit: Number(issue.maximum) });
  if (issue.code === 'invalid_type' && issue.expected === 'boolean') return say('expected.switch');
  return say(issue.code === 'invalid_type' && issue.expected === 'int' ? 'expected.whole' : 'expected.number');
}

function invalid(name: string, value: string, expected: string): NarashiError {
  return new NarashiError('cli.invalid-value', { name, value, expected });
}

/** The words that give this recipe back: what differs from the method's defaults, the method and the seed always. */
export function recipeArguments(recipe: Recipe): string[] {
  const usual = defaultRecipe(recipe.method);
  const flags = new Map<string, string>(recipeFlags.map(({ flag, key }) => [key, flag]));
  const words: string[] = [];
  for (const key of recipeSchema.keyof().options) {
    if (key === 'augmentation') continue;
    if (recipe[key] === usual[key] && key !== 'method' && key !== 'seed') continue;
    const backbone = key === 'network' ? backboneOf(recipe.network) : undefined;
    if (backbone !== undefined) {
      words.push('--backbone', backbone);
      continue;
    }
    const flag = flags.get(key);
    words.push(...(flag ? [`--${flag}`, String(recipe[key])] : ['--set', `${key}=${recipe[key]}`]));
  }
  return [...words, ...augmentationArguments(recipe, usual)];
}

function augmentationArguments({ augmentation }: Recipe, usual: Recipe): string[] {
  const wanted = JSON.stringify(augmentation);
  const preset = Object.entries(augmentationPresets).find(
    ([, each]) => JSON.stringify(recipeSchema.shape.augmentation.parse(each)) === wanted,
  );
  if (preset) return JSON.stringify(usual.augmentation) === wanted ? [] : ['--augmentation', preset[0]];
  const names = recipeSchema.shape.augmentation.keyof().options;
  const changed = names.filter((name) => augmentation[name] !== usual.augmentation[name]);
  return changed.flatMap((name) => ['--set', `augmentation.${name}=${augmentation[name]}`]);
}
