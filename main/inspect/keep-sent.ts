// What becomes of an image that was sent: kept beside the journal where the settings say so. The verdict stands anyway.
import type { InspectedPart } from '../../shared/domain/inspection.ts';
import type { LineSettings } from '../../shared/domain/line-settings.ts';
import type { LineStore } from '../store/index.ts';
import type { Arrival } from './arrival.ts';
import { imagePlace, placeOf, writeImage } from './keep-image.ts';

export interface KeepSentOptions {
  readonly folder: string;
  readonly settings: Pick<LineSettings, 'images'>;
  readonly store: Pick<LineStore, 'parts'>;
  readonly log: (line: string) => void;
}

/** One of so many parts is drawn for people to look at, however sure the model was. */
export const isDrawn = (id: number, { sampleOneOf }: Pick<LineSettings['images'], 'sampleOneOf'>): boolean =>
  sampleOneOf > 0 && id % sampleOneOf === 0;

export async function keepSent(
  part: InspectedPart,
  { bytes }: Pick<Arrival, 'bytes'>,
  { folder, settings, store, log }: KeepSentOptions,
): Promise<void> {
  const { images } = settings;
  const isDoubtful = part.outcome === 'review' || part.outcome === 'error';
  const isKept = images.keep === 'all' || (images.keep === 'doubtful' && (isDoubtful || isDrawn(part.id, images)));
  if (!isKept || !(bytes instanceof Uint8Array)) {
    store.parts.finish(part.id, null);
    return;
  }
  const image = imagePlace(part);
  await writeImage(placeOf(folder, image), bytes).then(
    () => store.parts.finish(part.id, image),
    (error: unknown) => {
      log(`image of part ${part.id} not kept: ${error instanceof Error ? error.message : error}`);
      store.parts.finish(part.id, null);
    },
  );
}
