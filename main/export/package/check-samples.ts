// The proof on this very PC: the package's own samples, decoded and judged here, come out as they did where it was made.
import { createHash } from 'node:crypto';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { decodeImage } from '../../data/decode.ts';
import type { Executor } from '../../engine/executor.ts';
import { LineJudge } from './line-judge.ts';
import { goldenOf, memberOf, type VerifiedPackage } from './verify.ts';

export interface SampleCheck {
  readonly samples: number;
  /** Largest |difference| of a probability. */
  readonly largestDifference: number;
  /** Samples whose pixels differ from those at making: another decoder. They judged alike all the same. */
  readonly otherPixels: number;
}

/** @throws NarashiError package.samples-differ, engine.* */
export async function checkSamples(executor: Executor, verified: VerifiedPackage): Promise<SampleCheck> {
  const { samples, tolerance } = goldenOf(verified);
  const { preprocessing } = verified.manifest;
  const judge = await LineJudge.open(executor, verified, 1);
  let [largestDifference, otherPixels] = [0, 0];
  try {
    for (const expected of samples) {
      const { pixels } = await decodeImage(memberOf(verified, expected.file), preprocessing);
      if (createHash('sha256').update(pixels).digest('hex') !== expected.pixelsSha256) otherPixels++;
      const [found] = await judge.judge({ pixels, count: 1 });
      const difference = expected.probabilities.reduce(
        (largest, value, index) => Math.max(largest, Math.abs(value - (found?.probabilities[index] ?? Number.NaN))),
        0,
      );
      // What is not a number differs, too.
      if (!(difference <= tolerance) || found?.decision !== expected.verdict) {
        const data = { path: verified.path, sample: expected.file, difference: difference.toExponential(1) };
        throw new NarashiError('package.samples-differ', data);
      }
      largestDifference = Math.max(largestDifference, difference);
    }
  } finally {
    await judge.close();
  }
  return { samples: samples.length, largestDifference, otherPixels };
}
