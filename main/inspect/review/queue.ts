// Parts that people should look at, and what they say of them: the way of a doubtful image back into training.
import { readFile } from 'node:fs/promises';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { InspectedPart } from '../../../shared/domain/inspection.ts';
import type { JournalPart, LineStore } from '../../store/index.ts';
import { placeOf, plainName } from '../keep-image.ts';
import { shownPart } from '../shown-part.ts';

/** Sent to a person, not judged, drawn by lot, drawn because images had drifted. */
export type WhyQueued = 'doubtful' | 'error' | 'sampled' | 'drift';

export interface QueuedPart {
  readonly part: InspectedPart;
  /** Where its image lies. */
  readonly image: string;
  readonly why: WhyQueued;
}

type ReviewStore = Pick<LineStore, 'parts' | 'reviews'>;

/** Those nobody has looked at yet, the oldest first. */
export function queuedParts(store: ReviewStore, folder: string, limit: number, after = 0): QueuedPart[] {
  return store.reviews.waitingIds(limit, after).flatMap((id) => {
    const part = store.parts.get(id);
    if (!part?.image) return [];
    return [{ part: shownPart(part), image: placeOf(folder, part.image), why: whyOf(store, part) }];
  });
}

function whyOf({ reviews }: ReviewStore, { id, outcome }: InspectedPart): WhyQueued {
  if (outcome === 'review') return 'doubtful';
  if (outcome === 'error') return 'error';
  return reviews.drawnBy(id) === 'drift' ? 'drift' : 'sampled';
}

/** @throws NarashiError line.no-part, line.no-kept-image */
export function keptPart(store: ReviewStore, id: number): JournalPart & { readonly image: string } {
  const part = Number.isSafeInteger(id) ? store.parts.get(id) : undefined;
  if (!part) throw new NarashiError('line.no-part', { id });
  const { image } = part;
  if (image === null || !part.finished) throw new NarashiError('line.no-kept-image', { id });
  return { ...part, image };
}

/** @throws NarashiError line.no-part, line.no-kept-image */
export async function keptImage(store: ReviewStore, folder: string, id: number): Promise<Uint8Array<ArrayBuffer>> {
  const { image } = keptPart(store, id);
  return readFile(placeOf(folder, image)).catch((error: unknown) => {
    throw new NarashiError('line.no-kept-image', { id }, { cause: error });
  });
}

export interface Word {
  readonly part: number;
  readonly className: string;
  readonly operator: string;
  /** The class is one that the model does not know yet. */
  readonly isNew: boolean;
}

/**
 * What a person says of a part; a second word replaces the first.
 * @param known classes of the model in use
 * @throws NarashiError line.no-part, line.no-kept-image, line.unknown-class, line.class-name, store.invalid
 */
export function sayOf(store: ReviewStore, { part, className, operator, isNew }: Word, known: readonly string[]): void {
  keptPart(store, part);
  const name = className.normalize('NFC').trim();
  if (!isNew && !known.includes(name)) {
    throw new NarashiError('line.unknown-class', { name, known: known.join(', ') });
  }
  // It becomes the name of a folder.
  if (plainName(name) !== name) throw new NarashiError('line.class-name', { name });
  store.reviews.say({ partId: part, className: name, operator: operator.trim() });
}
