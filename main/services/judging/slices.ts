// A run's test judgements by what is known of the parts' origin.
import type { Slice, SliceKey } from '../../../shared/contract/judging.ts';
import type { ImageRecord } from '../../../shared/domain/dataset.ts';
import { readCapture } from '../../data/captured-at.ts';
import { slicesOf } from '../../eval/index.ts';
import type { Store } from '../../store/index.ts';
import type { JudgementReader } from '../judged-images.ts';

/** @throws NarashiError store.run-not-found */
export function slicesOfRun(store: Store, reader: JudgementReader, runId: number, by: SliceKey): Slice[] {
  const judgements = reader.of(runId);
  if (!judgements) return [];
  const { classes, images } = judgements;
  const { snapshotId } = store.runs.get(runId);
  const origin = new Map(
    Array.from(store.snapshots.images(snapshotId, 'test'), (image) => [image.id, nameOf(image, by)]),
  );
  const isNg = (index: number) => classes[index]?.verdict === 'NG';
  return slicesOf(
    images.map(({ imageId, actual, predicted }) => ({
      slice: origin.get(imageId) ?? '',
      isRight: actual === predicted,
      isDefective: isNg(actual),
      isTakenOut: isNg(predicted),
    })),
  );
}

function nameOf(image: ImageRecord, by: SliceKey): string {
  if (by !== 'day' && by !== 'hour') return image[by]?.trim() ?? '';
  return (image.capturedAt === null ? null : readCapture(image.capturedAt)?.[by]) ?? '';
}
