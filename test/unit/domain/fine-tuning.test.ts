// What a recipe becomes for a backbone: its size, what is trained, how fast; and what is refused.
import { describe, expect, it } from 'vitest';
import { startingFrom, type Trainable } from '../../../shared/domain/fine-tuning.ts';
import { augmentationPresets } from '../../../shared/domain/images.ts';
import { backboneOf, defaultRecipe, type Recipe, recipeSchema } from '../../../shared/domain/recipe.ts';

const card: Trainable = {
  id: 'ab'.repeat(32),
  name: 'mine',
  origin: 'imported',
  input: { name: 'x', layout: 'nchw', size: 224, fixed: false, multipleOf: 32, minimum: 64 },
  stages: 4,
  canFineTune: 'all',
  withoutGradient: [],
};
const usual = defaultRecipe();
const none: ReadonlySet<string> = new Set();
const { flips } = augmentationPresets;

describe('a recipe for a backbone', () => {
  it.each([
    ['takes as much of it as can be trained', {}, {}, [], { fineTune: 'all', batchNorm: 'batch', size: 224 }],
    [
      'trains a head where that is all',
      { canFineTune: 'head-only' },
      {},
      [],
      { fineTune: 'head', augmentation: flips },
    ],
    [
      'trains a head on the one in the box',
      { origin: 'box' },
      {},
      [],
      { fineTune: 'head', batchNorm: 'frozen', augmentation: flips },
    ],
    ['trains all of the one in the box on request', { origin: 'box' }, {}, ['fineTune'], { fineTune: 'all' }],
    ['takes the only size', { input: { ...card.input, fixed: true } }, { size: 224 }, ['size'], { size: 224 }],
    [
      'keeps a size it takes',
      {},
      { size: 96, learningRate: 0.3 },
      ['size', 'learningRate'],
      { size: 96, learningRate: 0.3 },
    ],
    [
      'keeps what is to be trained',
      {},
      { fineTune: 'last', batchNorm: 'frozen' },
      ['fineTune', 'batchNorm'],
      { fineTune: 'last', batchNorm: 'frozen' },
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
    ['backbone.size-multiple', {}, { size: 100 }],
    ['backbone.size-multiple', {}, { size: 32 }],
    ['backbone.size-fixed', { input: { ...card.input, fixed: true } }, { size: 256 }],
  ];
  it.each(refused)('%s', (code, known, changes) => {
    const chosen = new Set(Object.keys(changes));
    expect(() => startingFrom({ ...usual, ...changes }, { ...card, ...known }, chosen)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('is as large as the scale asks, where it can be', () => {
    const sizeAt = (scale: number, known: Partial<Trainable> = {}) =>
      startingFrom(usual, { ...card, ...known }, none, scale).size;
    expect([0.1, 0.5, 1, 1.5].map((scale) => sizeAt(scale))).toEqual([64, 128, 224, 352]);
    expect(sizeAt(1.5, { input: { ...card.input, fixed: true } })).toBe(224);
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
