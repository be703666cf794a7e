// From the plain choice to a complete recipe: presets, method, batch and epochs by the data, settings by hand.
import { describe, expect, it } from 'vitest';
import { recipeOf } from '../../../../main/services/training/recipe.ts';
import { type AdvancedSettings, advancedSettings } from '../../../../shared/contract/training.ts';
import type { Trainable } from '../../../../shared/domain/fine-tuning.ts';
import { augmentationPresets } from '../../../../shared/domain/images.ts';
import { recipeSchema } from '../../../../shared/domain/recipe.ts';

const plain = { preset: 'standard', method: 'samar', advanced: {} } as const;
const usual = [300, 300];

describe('a recipe', () => {
  it.each([
    ['fast', 'tiny', 64],
    ['standard', 'small', 64],
    ['accurate', 'small', 128],
  ] as const)('of %s is %s at %d px', (preset, network, size) => {
    expect(recipeOf({ ...plain, preset }, usual)).toMatchObject({ network, size });
  });

  it.each([
    ['sgd', { method: 'sgd', rho: 0 }],
    ['sam', { method: 'sam', mode: 'thorough', rho: 0.05 }],
    ['samar', { method: 'samar', mode: 'efficient', lambdaRule: 'predicted' }],
  ] as const)('of %s is complete', (method, expected) => {
    const recipe = recipeOf({ ...plain, method }, usual);
    expect(recipe).toMatchObject(expected);
    expect(recipeSchema.parse(recipe)).toEqual(recipe);
  });

  it.each([
    [[4, 4], 8],
    [[50, 45], 8],
    [[48, 48], 16],
    [[200, 55], 16],
    [[200, 56], 32],
    [[5_000, 5_000], 32],
  ])('for %j training images takes %d at a time, and steps enough', (counts, batchSize) => {
    const recipe = recipeOf(plain, counts);
    expect(recipe.batchSize).toBe(batchSize);
    const images = counts.reduce((sum, count) => sum + count, 0);
    const steps = recipe.epochs * Math.max(1, Math.floor(images / batchSize));
    expect(steps >= 900 || recipe.epochs === 150).toBe(true);
  });

  it('draws rare classes as often as others', () => {
    expect(recipeOf(plain, [300, 20]).sampling).toBe('balanced');
    expect(recipeOf(plain, [300, 280]).sampling).toBe('natural');
  });

  it.each([
    [{ epochs: 3 }, { epochs: 3 }],
    [{ batchSize: 4 }, { batchSize: 4 }],
    [
      { network: 'base', size: 96 },
      { network: 'base', size: 96 },
    ],
    [{ sampling: 'natural' }, { sampling: 'natural' }],
    [{ augmentation: 'none' }, { augmentation: augmentationPresets.none }],
    [
      { rho: 0.2, seed: 7, learningRate: 0.01 },
      { rho: 0.2, seed: 7, learningRate: 0.01 },
    ],
    [
      { epochs: undefined, rho: undefined },
      { rho: 0.05, epochs: 150 },
    ],
  ] as const)('keeps what was set by hand: %o', (advanced: AdvancedSettings, expected) => {
    expect(recipeOf({ ...plain, advanced }, [30, 5])).toMatchObject(expected);
  });

  const backbone: Trainable = {
    id: 'cd'.repeat(32),
    name: 'mine',
    origin: 'imported',
    input: { name: 'x', layout: 'nchw', size: 128, fixed: false, multipleOf: 32, minimum: 32 },
    stages: 4,
    canFineTune: 'all',
    withoutGradient: [],
  };
  it.each([
    ['fast', {}, { fineTune: 'head', size: 128, learningRate: 0.05, augmentation: augmentationPresets.flips }],
    ['standard', {}, { fineTune: 'all', size: 128, learningRate: 0.01, augmentation: augmentationPresets.line }],
    ['accurate', {}, { fineTune: 'all', size: 192 }],
    [
      'fast',
      { fineTune: 'last', augmentation: 'strong' },
      { fineTune: 'last', augmentation: augmentationPresets.strong },
    ],
    ['fast', { augmentation: 'line' }, { fineTune: 'head', augmentation: augmentationPresets.line }],
  ] as const)('of %s with a backbone and %o', (preset, advanced, expected) => {
    const recipe = recipeOf({ ...plain, preset, advanced }, usual, backbone);
    expect(recipe).toMatchObject({ network: `backbone:${backbone.id}`, ...expected });
    expect(recipeSchema.parse(recipe)).toEqual(recipe);
  });

  it('does not choose what nobody chose: absent settings stay absent', () => {
    expect(advancedSettings.parse({})).toEqual({});
  });
});
