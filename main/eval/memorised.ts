// Did the network learn the wrong labels by heart? Flat minima should resist that.
import { ratio } from './confusion.ts';

/**
 * Of the training images whose given label is known to be wrong, the share judged as that wrong label; null when no
 * label is wrong (Arpit et al. 2017, "A Closer Look at Memorization in Deep Networks", measure the same share).
 */
export function memorisedShare(
  trueLabels: ArrayLike<number>,
  givenLabels: ArrayLike<number>,
  predicted: ArrayLike<number>,
): number | null {
  let [wrong, memorised] = [0, 0];
  for (let image = 0; image < trueLabels.length; image++) {
    if (givenLabels[image] === trueLabels[image]) continue;
    wrong++;
    if (predicted[image] === givenLabels[image]) memorised++;
  }
  return ratio(memorised, wrong);
}
