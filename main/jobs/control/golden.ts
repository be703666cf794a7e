// The judging of a golden set, as the parent asks a child for it: by the exported model of one finished training.

import type { GoldenImage, GoldenScore } from '../../../shared/domain/golden.ts';
import { argmaxRows } from '../../eval/index.ts';
import { goldenEvent, goldenResult } from '../golden-messages.ts';
import { exportedRun } from './exported-model.ts';
import type { Measuring } from './flatness.ts';
import { untilAborted } from './until-aborted.ts';
import type { Workplace } from './workplace.ts';

export interface JudgedGolden {
  /** SHA-256 of the file that judged. */
  readonly model: string;
  /** In the order of the images. */
  readonly scores: readonly GoldenScore[];
}

/** @throws NarashiError as exportedRun, and services.images-changed, jobs.* */
export async function judgeGoldenImages(
  place: Workplace,
  runId: number,
  images: readonly GoldenImage[],
  { start, signal, onProgress }: Measuring,
): Promise<JudgedGolden> {
  const order = exportedRun(place, runId);
  const payload = { ...order, images: images.map(({ hash, path }) => ({ hash, path })) };
  const onEvent = (event: unknown) => onProgress(goldenEvent.parse(event));
  const child = start('golden', payload, { onEvent });
  const { model, classes, probabilities } = goldenResult.parse(await untilAborted(child, signal));
  const best = argmaxRows(probabilities.flat(), classes.length);
  const scores = probabilities.map((row, place): GoldenScore => {
    const ngScore = classes.reduce((sum, { verdict }, index) => (verdict === 'NG' ? sum + (row[index] ?? 0) : sum), 0);
    const { name, verdict } = classes[best[place] ?? -1] ?? { name: '', verdict: 'NG' };
    return { ngScore: Math.min(1, ngScore), className: name, verdict };
  });
  return { model, scores };
}
