// Which trainings may be drawn side by side: those that made the same loss small.
import { expect, it } from 'vitest';
import { haveSameLoss, type Trained } from '../../../shared/domain/same-loss.ts';

const trained = (recipe: Partial<Trained['recipe']> = {}, data = 'a'): Trained => ({
  recipe: { network: 'small', size: 64, labelNoise: 0, seed: 1, fineTune: 'all', lastStages: 1, ...recipe },
  data,
});

it.each([
  ['the same again', trained(), true],
  ['another seed', trained({ seed: 2 }), true],
  ['another network', trained({ network: 'tiny' }), false],
  ['another image size', trained({ size: 96 }), false],
  ['another part of it trained', trained({ fineTune: 'last' }), false],
  ['stages that are not asked for', trained({ lastStages: 2 }), true],
  ['other images', trained({}, 'b'), false],
  ['labels made wrong', trained({ labelNoise: 0.3 }), false],
])('%s', (_, other, expected) => {
  expect(haveSameLoss(trained(), other)).toBe(expected);
  expect(haveSameLoss(other, trained())).toBe(expected);
});

it('labels made wrong are the same for the same seed only', () => {
  const noisy = trained({ labelNoise: 0.3 });
  expect(haveSameLoss(noisy, trained({ labelNoise: 0.3 }))).toBe(true);
  expect(haveSameLoss(noisy, trained({ labelNoise: 0.3, seed: 2 }))).toBe(false);
});
