// For trials of what a method makes of mistakes: training labels made wrong on purpose, the same for every method of a seed.
import { random } from '../../../shared/domain/random.ts';

/**
 * Gives exactly round(share · M) of the labels another class, each of the other classes equally likely. One class alone
 * cannot be mistaken: nothing changes then.
 * @param labels [M]
 */
export function mislabel(labels: Int32Array, classes: number, share: number, seed: number): Int32Array<ArrayBuffer> {
  const given = Int32Array.from(labels);
  if (classes < 2) return given;
  const stream = random(seed, 'label noise');
  const order = Int32Array.from(labels.keys());
  stream.shuffle(order);
  for (const place of order.subarray(0, Math.round(share * labels.length))) {
    given[place] = ((given[place] ?? 0) + 1 + stream.integer(classes - 1)) % classes;
  }
  return given;
}
