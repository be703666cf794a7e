// The images behind a package: the test images every form is held against, the samples, and what drift is measured from.
import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type DriftReference, imageMeasures } from '../../../shared/domain/reference.ts';
import { decodePicture } from '../../data/decode.ts';
import { encodePng } from '../../data/encode.ts';
import type { ImageCache } from '../../data/image-cache.ts';
import { argmaxRows, imageStatistics, likenessDistance, nearest } from '../../eval/index.ts';
import type { Bank } from '../../export/graph/verdict.ts';
import type { Sample } from '../../export/package/assemble.ts';
import { chooseSamples } from '../../export/package/choose-samples.ts';
import type { Form } from '../../export/package/forms.ts';
import { appDecisions, ngScoreOf, runForm, type TestImages } from '../../export/package/run-form.ts';
import type { Engine } from '../engine.ts';
import type { ImageReference, JudgedReference } from '../image-list.ts';
import type { packageFacts } from '../package-messages.ts';
import { featuresOf, type Look } from './feature-bank.ts';
import { EVALUATION_BATCH } from './finish-training.ts';
import type { JobContext } from './job.ts';
import type { ReadOriginal } from './originals.ts';
import { rawBatches, recordsOf } from './split-images.ts';

type Facts = z.infer<typeof packageFacts>;

export interface HeldOut {
  readonly train: readonly ImageReference[];
  readonly validation: readonly ImageReference[];
  /** The test images with what training said of them. */
  readonly judged: readonly JudgedReference[];
}

interface Work {
  readonly held: HeldOut;
  readonly cache: ImageCache;
  readonly facts: Facts;
}

interface Comparing {
  readonly bank: Bank | null;
  readonly look: Look | undefined;
  readonly context: JobContext;
  readonly step: (count: number) => void;
}

/** Of images; null where likeness is not measured. */
async function distancesOf(images: readonly ImageReference[], { bank, look }: Comparing): Promise<number[] | null> {
  if (!bank || !look) return null;
  const rows = await featuresOf(images, look);
  return images.map((_, place) =>
    likenessDistance(nearest(rows.subarray(place * look.width, (place + 1) * look.width), bank.data, NEAR)),
  );
}
/** Neighbours that the distance looks at, and to spare. */
const NEAR = 6;

export async function testImagesOf(work: Work & Comparing & { readonly original: ReadOriginal }): Promise<TestImages> {
  const { held, cache, original, context, step, facts } = work;
  const { judged } = held;
  const records = recordsOf(judged, cache);
  return {
    probabilities: Float32Array.from(judged.flatMap(({ probabilities }) => probabilities)),
    labels: judged.map(({ classIndex }) => classIndex),
    distances: await distancesOf(judged, work),
    batchSize: EVALUATION_BATCH,
    async *batches() {
      for await (const batch of rawBatches(cache, records, EVALUATION_BATCH, context.signal)) {
        yield batch;
        step(batch.count);
      }
    },
    async *pictures() {
      for (const image of judged) {
        const bytes = await original(image);
        if (!bytes) throw new NarashiError('services.images-changed', { count: 1, path: image.path });
        yield await decodePicture(bytes, facts.preprocessing.deepBits);
        step(1);
      }
    },
  };
}

/** The images that the network never learned from: test and validation. */
export async function referenceOf(
  work: Work & Comparing & { readonly test: TestImages; readonly main: Form; readonly engine: Engine },
): Promise<DriftReference> {
  const { held, test, main, cache, engine, context, step, facts } = work;
  const { classes, preprocessing } = facts;
  const { width, height } = preprocessing;
  const { validation, judged } = held;
  const records = recordsOf(validation, cache);
  const seen: TestImages = {
    ...test,
    async *batches() {
      for await (const batch of rawBatches(cache, records, EVALUATION_BATCH, context.signal)) {
        yield batch;
        step(batch.count);
      }
    },
  };
  const validated = validation.length > 0 ? await runForm(engine.executor, main, seen, classes.length) : undefined;
  const distances = [...((await distancesOf(validation, work)) ?? []), ...(test.distances ?? [])];
  const probabilities = Float32Array.from([...(validated?.probabilities ?? []), ...test.probabilities]);
  const empty = () => ({ brightness: [], contrast: [], sharpness: [], colour: [], ngScore: [], distance: [] });
  const reference: DriftReference = { version: 1, good: empty(), defective: empty() };
  const pixels = new Uint8Array(cache.recordBytes);
  const all = [...validation, ...judged];
  for (const [place, record] of recordsOf(all, cache).records.entries()) {
    await cache.read(record, pixels);
    const figures = imageStatistics(pixels, width, height);
    const isGood = classes[all[place]?.classIndex ?? 0]?.verdict === 'OK';
    const side = isGood ? reference.good : reference.defective;
    for (const measure of imageMeasures) side[measure]?.push(rounded(figures[measure]));
    const row = probabilities.subarray(place * classes.length, (place + 1) * classes.length);
    side.ngScore?.push(rounded(ngScoreOf(row, classes)));
    const distance = distances[place];
    if (distance !== undefined) side.distance?.push(rounded(distance));
  }
  return reference;
}

const rounded = (value: number) => Number(value.toPrecision(5));

/** @throws NarashiError package.no-samples */
export async function samplesOf({
  held,
  test,
  cache,
  original,
  facts,
}: Work & { readonly test: TestImages; readonly original: ReadOriginal }): Promise<Sample[]> {
  const { classes, rule, preprocessing } = facts;
  const { judged } = held;
  const scores = judged.map(({ probabilities }) => ngScoreOf(Float32Array.from(probabilities), classes));
  const candidates = judged.map(({ classIndex }, place) => ({ classIndex, ngScore: scores[place] ?? 0 }));
  const decisions = appDecisions(test, classes, rule);
  const best = argmaxRows(test.probabilities, classes.length);
  const records = recordsOf(judged, cache);
  const samples: Sample[] = [];
  for (const place of chooseSamples(candidates, classes.length)) {
    const image = judged[place];
    const file = image && (await original(image));
    if (!image || !file) continue;
    const pixels = new Uint8Array(cache.recordBytes);
    await cache.read(records.records[place] ?? -1, pixels);
    const name = String(samples.length + 1).padStart(3, '0');
    samples.push({
      file,
      pixels: await encodePng(pixels, preprocessing.width, preprocessing.height),
      expected: {
        file: `golden/${name}${plainExtension(image.path)}`,
        sha256: image.contentHash,
        className: classes[image.classIndex]?.name ?? '',
        pixels: `golden/${name}-input.png`,
        pixelsSha256: createHash('sha256').update(pixels).digest('hex'),
        probabilities: image.probabilities.map((value) => Math.min(1, Math.max(0, value))),
        ngScore: scores[place] ?? 0,
        distance: test.distances?.[place] ?? null,
        classIndex: best[place] ?? 0,
        verdict: decisions[place] ?? 'NG',
      },
    });
  }
  if (samples.length === 0) throw new NarashiError('package.no-samples', { id: facts.run.id });
  return samples;
}

/** `.JPG` → `.jpg`; nothing where the file has none that every system takes. */
function plainExtension(path: string): string {
  const extension = extname(path).toLowerCase();
  return /^\.[a-z0-9]{1,5}$/.test(extension) ? extension : '';
}
