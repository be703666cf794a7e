// What the newest likeness study of a run says of its images: how far they are from the training images, and from which.

import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Neighbour, UnlikeImage } from '../../../shared/contract/judging.ts';
import type { Rate } from '../../../shared/domain/evaluation.ts';
import type { LikenessResult } from '../../../shared/domain/study.ts';
import { rate } from '../../eval/index.ts';
import type { Store } from '../../store/index.ts';
import type { Judgements } from '../judged-images.ts';

type TestImage = LikenessResult['test'][number];

interface Known {
  readonly studyId: number;
  readonly result: LikenessResult;
  readonly images: ReadonlyMap<number, TestImage>;
}

/** Reads the study of the run that was last asked about once. */
export class LikenessReader {
  readonly #store: Store;
  #known: Known | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Undefined where the images were not compared yet. @throws NarashiError store.run-not-found */
  of(runId: number): Known | undefined {
    this.#store.runs.get(runId);
    const study = this.#store.studies.list({ runId, kind: 'likeness' }).find(({ status }) => status === 'done');
    if (!study) return undefined;
    if (this.#known?.studyId === study.id) return this.#known;
    const result = this.#store.studies.result(study.id);
    if (result.kind !== 'likeness') return undefined;
    const images = new Map(result.test.map((image) => [image.imageId, image]));
    this.#known = { studyId: study.id, result, images };
    return this.#known;
  }

  /** @throws NarashiError store.run-not-found, judging.not-compared */
  require(runId: number): Known {
    const known = this.of(runId);
    if (!known) throw new NarashiError('judging.not-compared', { id: runId });
    return known;
  }
}

/** Training images most like a test image, nearest first. @throws NarashiError judging.not-compared */
export function neighboursOf(
  store: Store,
  likeness: LikenessReader,
  runId: number,
  imageId: number,
): { readonly neighbours: Neighbour[]; readonly distance: number; readonly threshold: number | null } {
  const { result, images } = likeness.require(runId);
  const image = images.get(imageId);
  if (!image) throw new NarashiError('judging.not-compared', { id: runId });
  const { snapshotId } = store.runs.get(runId);
  const wanted = image.nearest.map((near) => near.imageId);
  const records = new Map(store.snapshots.byIds(snapshotId, wanted).map((record) => [record.id, record]));
  const neighbours = image.nearest.flatMap((near) => {
    const record = records.get(near.imageId);
    if (!record) return [];
    const { path, contentHash, classIndex } = record;
    return [{ imageId: near.imageId, hash: contentHash, path, classIndex, distance: near.distance }];
  });
  return { neighbours, distance: image.distance, threshold: result.threshold };
}

/** Test images least like the training images, the farthest first. */
export function unlikeImages(
  { test, threshold }: LikenessResult,
  judgements: Judgements | undefined,
  limit: number,
): { readonly threshold: number | null; readonly review: Rate | null; readonly images: UnlikeImage[] } {
  const distances = new Map(test.map(({ imageId, distance }) => [imageId, distance]));
  const found = (judgements?.images ?? []).flatMap((image) => {
    const distance = distances.get(image.imageId);
    return distance === undefined ? [] : [{ ...image, distance }];
  });
  return {
    threshold,
    review: unlikeShare(found, threshold),
    images: found.toSorted((one, other) => other.distance - one.distance).slice(0, limit),
  };
}

/** Null without images. */
export function unlikeShare(images: readonly { readonly distance: number }[], threshold: number | null): Rate | null {
  return rate(images.filter(({ distance }) => threshold !== null && distance >= threshold).length, images.length);
}
