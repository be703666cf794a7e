// Words become recipes, recipes become words that give the same recipe again, and wrong words are named.
import { describe, expect, it } from 'vitest';
import { oneOf } from '../../../main/cli/arguments.ts';
import { readRecipe, recipeArguments, recipeFlags, recipeOptions } from '../../../main/cli/recipe-options.ts';
import { voice } from '../../../main/cli/text.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { augmentationPresets } from '../../../shared/domain/images.ts';
import { defaultRecipe, methods, type Recipe, recipeSchema } from '../../../shared/domain/recipe.ts';

const say = voice('en');

/** Reads words as the command line would. */
function parse(words: readonly string[]): Recipe {
  const options: Record<string, string> = {};
  const settings: string[] = [];
  for (let index = 0; index < words.length; index += 2) {
    const [word = '', value = ''] = words.slice(index, index + 2);
    if (word === '--set') settings.push(value);
    else options[word.slice(2)] = value;
  }
  return readRecipe(options, settings, say);
}

describe('recipes', () => {
  it('start from adaptive SAM', () => {
    expect(parse([])).toEqual(defaultRecipe('samar'));
  });

  it('take the defaults of the method asked for', () => {
    for (const method of methods) expect(parse(['--method', method])).toEqual(defaultRecipe(method));
    expect(parse(['--set', 'method=asam']).rho).toBe(0.5);
  });

  it('take options, settings and presets', () => {
    const recipe = parse([
      '--network',
      'tiny',
      '--batch',
      '8',
      '--augmentation',
      'strong',
      '--set',
      'augmentation.noise=0',
      '--set',
      'clipNorm=5',
    ]);
    expect(recipe).toMatchObject({ network: 'tiny', batchSize: 8, clipNorm: 5 });
    expect(recipe.augmentation).toEqual({ ...augmentationPresets.strong, noise: 0 });
  });

  const changes: readonly Partial<Recipe>[] = [
    {},
    { epochs: 3, network: 'base', size: 32, seed: 7, testFraction: 0.3 },
    { optimizer: 'adamw', learningRate: 0.001, warmupEpochs: 1.5, averageDecay: 0.99 },
    { augmentation: augmentationPresets.none },
    { augmentation: { ...augmentationPresets.line, rotation: 12, quarterTurns: true } },
    { mode: 'thorough', lambdaRule: 'fixed', lambda: 0.8, sampling: 'balanced', classWeights: 'sqrt' },
  ];
  const all = methods.flatMap((method) => changes.map((change) => [method, change] as const));
  it.each(all)('are repeated by their own words: %s %j', (method, change) => {
    const recipe = recipeSchema.parse({ ...defaultRecipe(method), ...change });
    expect(parse(recipeArguments(recipe))).toEqual(recipe);
  });

  const refusals: readonly (readonly [words: readonly string[], code: string, named: readonly string[]])[] = [
    [['--epochs', '0'], 'cli.invalid-value', ['--epochs', '"0"', '1 or more']],
    [['--epochs', '2.5'], 'cli.invalid-value', ['--epochs', 'whole number']],
    [['--epochs', 'many'], 'cli.invalid-value', ['--epochs', '"many"']],
    [['--epochs', ''], 'cli.invalid-value', ['--epochs']],
    [['--size', '8'], 'cli.invalid-value', ['--size', '16 or more']],
    [['--size', '5000'], 'cli.invalid-value', ['1024 or less']],
    [['--method', 'magic'], 'cli.invalid-value', ['--method', 'sgd, sam, asam, samar']],
    [['--network', 'huge'], 'cli.invalid-value', ['--network', 'tiny, small, base']],
    [['--augmentation', 'wild'], 'cli.invalid-value', ['none, flips, line, strong']],
    [['--learning-rate', '-1'], 'cli.invalid-value', ['--learning-rate', 'more than 0']],
    [['--rho', 'NaN'], 'cli.invalid-value', ['--rho', 'a number']],
    [['--test', '0.6', '--validation', '0.4'], 'cli.invalid-value', ['less than 1']],
    [['--set', 'averageDecay=1'], 'cli.invalid-value', ['averageDecay', 'less than 1']],
    [
      ['--set', 'augmentation.flipVertical=perhaps'],
      'cli.invalid-value',
      ['augmentation.flipVertical', 'true or false'],
    ],
    [['--set', 'speed=9'], 'cli.unknown-setting', ['"speed"', 'weightDecay']],
    [['--set', 'augmentation.colour=1'], 'cli.unknown-setting', ['augmentation.colour']],
    [['--set', 'rho.deep.er=1'], 'cli.unknown-setting', ['rho.deep.er']],
    [['--set', 'toString=1'], 'cli.unknown-setting', ['toString']],
    [['--set', 'epochs'], 'cli.invalid-value', ['--set', 'name=value']],
    [['--set', '=3'], 'cli.invalid-value', ['--set']],
  ];
  it.each(refusals)('refuse %j as %s', (words, code, named) => {
    let caught: unknown;
    try {
      parse(words);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(NarashiError);
    if (!(caught instanceof NarashiError)) return;
    expect(caught.code).toBe(code);
    for (const text of named) expect(caught.message).toContain(text);
  });

  it('have one option per flag, with what may be typed', () => {
    expect(recipeOptions(say).map(({ long }) => long)).toEqual(recipeFlags.map(({ flag }) => `--${flag}`));
  });
});

describe('one of a few words', () => {
  it('is taken as it is, or refused with those there are', () => {
    expect(oneOf('--precision', 'mixed', ['auto', 'mixed'])).toBe('mixed');
    expect(() => oneOf('--precision', 'half', ['auto', 'mixed'])).toThrow(
      expect.objectContaining({
        code: 'cli.invalid-value',
        data: { name: '--precision', value: 'half', expected: 'auto, mixed' },
      }),
    );
  });
});
