// How flat the minimum of a finished training is, as a job of its own process.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type FlatnessResult, flatnessResult } from '../../../shared/domain/study.ts';
import { largestEigenvalue } from '../../eval/flatness/eigenvalue.ts';
import type { Place } from '../../eval/flatness/objective.ts';
import { averageSharpness, worstSharpness } from '../../eval/flatness/sharpness.ts';
import { startEngine } from '../engine.ts';
import { flatnessPayload } from '../flatness-messages.ts';
import { readImageList } from '../image-list.ts';
import type { JobContext } from './job.ts';
import { lossAround } from './loss-around.ts';

/** Training images it is measured on, at most. */
const IMAGES = 256;
/** In units of the filters' own norms. */
const AVERAGE = { radii: [0.1, 0.2, 0.4], directions: 8, seed: 0 };
/** Lengths of the ascent step; 0.05 is the usual radius of SAM. */
const WORST = [0.01, 0.02, 0.05, 0.1];
const POWER = { seed: 0, iterations: 30, tolerance: 0.02, step: 1e-2 };

/** One gradient, the losses in both ways of moving, and two gradients for each iteration. */
const TOTAL = 1 + AVERAGE.radii.length * AVERAGE.directions + WORST.length + 2 * POWER.iterations;

export async function flatnessJob(payload: unknown, { signal, report }: JobContext): Promise<FlatnessResult> {
  const { run, images, classes, workspace } = flatnessPayload.parse(payload);
  const references = await readImageList(images);
  const engine = startEngine({ memory: workspace });
  let done = 0;
  const onFound = () => report({ done: ++done, total: TOTAL });
  try {
    const around = { engine, classes, workspace, images: references, limit: IMAGES, signal, onFound };
    const found = await lossAround(run, around, (place, count) => measure(place, count));
    const result = flatnessResult.safeParse(found);
    if (!result.success) throw new NarashiError('flatness.no-number', { id: run.runId });
    return result.data;
  } finally {
    await engine.close();
  }
}

async function measure(place: Place, images: number): Promise<FlatnessResult> {
  const { loss, gradient } = await place.objective.gradient(place.weights);
  const average = await averageSharpness(place, loss, AVERAGE);
  const worst = await worstSharpness(place, loss, gradient, WORST);
  const eigenvalue = await largestEigenvalue(place, POWER);
  return { kind: 'flatness', images, loss, average, worst, eigenvalue };
}
