// A checkpoint made of thin air, for tests of files.
import type { Checkpoint } from '../../main/train/checkpoint.ts';
import { emptySums } from '../../main/train/epoch-sums.ts';
import { random } from '../../shared/domain/random.ts';
import { defaultRecipe } from '../../shared/domain/recipe.ts';

/** `count` weights drawn from `seed`. */
export function toyCheckpoint(seed: number, count = 24): Checkpoint {
  const stream = random(seed, 'toy checkpoint');
  return {
    recipe: { ...defaultRecipe(), seed },
    lowering: 'portable',
    epoch: 3,
    step: 14,
    policy: {
      step: 150,
      updates: 149,
      lambda: { lambda: 1.0000000000000002, ratio: 1 / 3, fast: null, slow: -2.5 },
      skipped: 1,
      lossScale: { factor: 4096, good: 7 },
      skippedInARow: 0,
    },
    sums: { ...emptySums, steps: 14, loss: 0.1 + 0.2, seconds: 1.25 },
    gradientEvaluations: 168.875,
    tag: { run: 7, note: '検査 "A"' },
    layout: [
      { name: 'weight', shape: [count - 4, 1] },
      { name: 'momentum/weight', shape: [4] },
    ],
    block: Float32Array.from({ length: count }, () => stream.gaussian()),
  };
}
