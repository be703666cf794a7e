// How long a training takes: from its parts, and its parts from trainings that were timed.
import { describe, expect, it } from 'vitest';
import { estimate, gradientsPerStep, surprise, timingOf } from '../../../../main/services/training/estimate.ts';
import { defaultRecipe, type Recipe } from '../../../../shared/domain/recipe.ts';

const recipe: Recipe = { ...defaultRecipe('sgd'), epochs: 10, batchSize: 32 };
const timing = { start: 3, step: 0.1, judging: 0.5, validating: 0.5, features: 0, checkpoint: 0.02 };

describe('an estimate', () => {
  it('adds up start, steps, validation, checkpoints, test and export', () => {
    const seconds = estimate(recipe, { train: 320, validation: 65, test: 64 }, timing);
    expect(seconds).toBeCloseTo(3 + 10 * (10 * 0.1 + 2 * 0.5 + 0.02) + 2 * 0.5 + 0.8, 9);
  });

  it('counts a step for fewer images than a batch', () => {
    const none = { start: 0, step: 1, judging: 0, validating: 0, features: 0, checkpoint: 0 };
    expect(estimate(recipe, { train: 5, validation: 0, test: 0 }, none)).toBeCloseTo(10.8, 9);
  });

  it.each([
    ['sgd', {}, 1],
    ['sam', {}, 2],
    ['samar', { mode: 'thorough' }, 2],
    ['samar', { batchSize: 32, ascentFraction: 0.125, exactEvery: 16 }, 1 + 1 / 8 + 7 / 8 / 16],
  ] as const)('%s %o takes %d gradients a step', (method, changes, expected) => {
    expect(gradientsPerStep({ ...defaultRecipe(method), ...changes })).toBeCloseTo(expected, 12);
  });
});

describe('earlier trainings', () => {
  const images = { train: 640, validation: 80, test: 160 };
  /** A training on a PC whose parts take as long as in `timing`. */
  const timed = (epochs: number, train = images.train) => {
    const sizes = { ...images, train };
    const made = { ...recipe, epochs };
    const stepSeconds = epochs * Math.floor(train / 32) * timing.step;
    return { recipe: made, images: sizes, stepSeconds, seconds: estimate(made, sizes, timing) };
  };

  it.each([
    ['the same again', timed(20), 0.02],
    ['twice the images', timed(20, 1_280), 0.05],
    ['three times the epochs', timed(60), 0.1],
  ])('foretell %s', (_, next, tolerance) => {
    const found = timingOf([timed(20)], 1);
    const factor = estimate(next.recipe, next.images, found) / next.seconds;
    expect(Math.abs(factor - 1)).toBeLessThan(tolerance);
  });

  it('go by the middle one, and tell how far the others were off', () => {
    const usual = timed(20);
    const slow = { ...usual, stepSeconds: usual.stepSeconds * 2, seconds: usual.seconds + usual.stepSeconds };
    const fast = { ...usual, stepSeconds: usual.stepSeconds / 2, seconds: usual.seconds - usual.stepSeconds / 2 };
    const found = timingOf([slow, usual, fast], 1);
    expect(found.step).toBeCloseTo(0.1, 9);
    const [slower = 0, same = 0, faster = 0] = surprise([slow, usual, fast], found);
    expect(same).toBeCloseTo(1, 1);
    expect(slower).toBeGreaterThan(1.4);
    expect(faster).toBeLessThan(0.8);
  });
});
