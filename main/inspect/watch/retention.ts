// Images are kept as many days as the settings say; the journal is kept for ever.
import { rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LineStore } from '../../store/index.ts';
import { placeOf } from '../keep-image.ts';
import type { Pause } from './pause.ts';

const PIECE = 20;
const DAY = 86_400_000;

export interface RetentionOptions {
  readonly folder: string;
  readonly store: Pick<LineStore, 'parts'>;
  readonly days: number;
  readonly now: Date;
  readonly pause: Pause;
}

/** Removes what is older; resolves to how many images were removed. One that cannot be is tried again the next time. */
export async function removeOldImages({ folder, store, days, now, pause }: RetentionOptions): Promise<number> {
  const limit = new Date(now.getTime() - days * DAY).toISOString();
  const folders = new Set<string>();
  let [removed, after] = [0, 0];
  for (;;) {
    const parts = store.parts.withImages(PIECE, after);
    for (const { id, image, receivedAt } of parts) {
      after = id;
      if (image === null || receivedAt >= limit) continue;
      const place = placeOf(folder, image);
      try {
        await rm(place, { force: true });
      } catch {
        continue;
      }
      store.parts.forgetImage(id);
      folders.add(dirname(place));
      removed++;
    }
    const last = parts.at(-1);
    // Parts come in the order of time.
    if (!last || last.receivedAt >= limit) break;
    await pause();
  }
  // A day's folder that is empty now; others stay.
  for (const each of folders) await rmdir(each).catch(() => undefined);
  return removed;
}
