// A part of many images that is drawn alike whenever it is drawn.
import { random } from '../../../shared/domain/random.ts';

/** At most `limit` of the places 0 to `count` − 1, ascending; the same ones for the same names. */
export function fixedPart(count: number, limit: number, ...names: readonly string[]): Int32Array {
  const order = Int32Array.from({ length: count }, (_, place) => place);
  random(0, ...names).shuffle(order);
  return order.subarray(0, limit).toSorted();
}
