// What a recipe becomes for a backbone: its size, what is trained, how fast; and what is refused.
import { describe, expect, it } from 'vitest';
import { startingFrom, type Trainable } from '../../../shared/domain/fine-tuning.ts';
import { backboneOf, defaultRecipe, type Recipe, recipeSchema } from '../../../shared/domain/recipe.ts';

const card: Trainable = {
  id: 'ab'.repeat(32),
  name: 'mine',
  input: { name: 'x', layout: 'nchw', size: 224, fixed: false, multipleOf: 32, minimum: 64 },
  stages: 4,
  canFineTune: 'all',
  withoutGradient: [],
};
const usual = defaultRecipe();
const none: ReadonlySet<string> = new Set();

describe('a recipe for a backbone', () => {
  it.each([
    ['takes as much of it as can be trained', {}, {}, [], { fineTune: 'all', batchNorm: 'frozen', size: 64 }],
    ['trains a head where that is all', { canFineTune: 'head-only' }, {}, [], { fineTune: 'head', size: 64 }],
    ['takes the nearest size', {}, { size: 100 }, [], { size: 96 }],
    ['is not smaller than the least', {}, { size: 40 }, [], { size: 64 }],
    ['takes the only size', { input: { ...card.input, fixed: true } }, {}, [], { size: 224 }],
    [
      'keeps what was chosen',
      {},
      { size: 100, learningRate: 0.3 },
      ['size', 'learningRate'],
      { size: 100, learningRate: 0.3 },
    ],
    [
      'keeps what is to be trained',
      {},
      { fineTune: 'last', batchNorm: 'batch' },
      ['fineTune', 'batchNorm'],
      { fineTune: 'last', batchNorm: 'batch' },
    ],
  ] as const)('%s', (_, known, changes, chosen, expected) => {
    const recipe = startingFrom({ ...usual, ...changes }, { ...card, ...known }, new Set<string>(chosen));
    expect(recipe).toMatchObject({ network: `backbone:${card.id}`, ...expected });
    expect(recipeSchema.parse(recipe)).toEqual(recipe);
    expect(backboneOf(recipe.network)).toBe(card.id);
  });

  const refused: readonly (readonly [string, Partial<Trainable>, Partial<Recipe>])[] = [
    ['train.head-only', { canFineTune: 'head-only', withoutGradient: ['Cos'] }, { fineTune: 'last' }],
    ['train.stages', {}, { fineTune: 'last', lastStages: 5 }],
  ];
  it.each(refused)('%s', (code, known, changes) => {
    const chosen = new Set(Object.keys(changes));
    expect(() => startingFrom({ ...usual, ...changes }, { ...card, ...known }, chosen)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('leaves a preset as it is, which has no part to keep', () => {
    expect(startingFrom(usual, null, none)).toBe(usual);
    const head: Recipe = { ...usual, fineTune: 'head' };
    expect(() => startingFrom(head, null, none)).toThrow(expect.objectContaining({ code: 'train.part-of-preset' }));
  });

  it('is read from before there were backbones', () => {
    const { fineTune, lastStages, layerDecay, batchNorm, ...old } = usual;
    expect([fineTune, lastStages, layerDecay, batchNorm]).toEqual(['all', 1, 1, 'batch']);
    expect(recipeSchema.parse(old)).toEqual(usual);
  });

  it.each(['backbone:', `backbone:${'A'.repeat(64)}`, 'huge', `backbone:${'a'.repeat(63)}`])(
    'refuses %s',
    (network) => {
      expect(recipeSchema.safeParse({ ...usual, network }).success).toBe(false);
    },
  );
});
