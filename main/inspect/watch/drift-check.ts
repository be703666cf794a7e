// One check of a window: its parts are read in pieces, compared with the package's reference and with what is usual here.
import { type DriftCheck, watchedShares } from '../../../shared/domain/drift.ts';
import { referenceMeasures } from '../../../shared/domain/reference.ts';
import { discrepancyPieces, judgeDrift, LEAST_VALUES, type MeasureValues, rankedPoints } from '../../eval/index.ts';
import type { LineStore, MeasuredPart } from '../../store/index.ts';
import { inPieces, type Pause } from './pause.ts';
import { passedReference } from './reference.ts';
import type { UsualShares } from './usual.ts';
import type { WatchedModel } from './watched-model.ts';

/** False alarms per day are no more than this, however many checks there are: one in a hundred days. */
export const FALSE_ALARMS_PER_DAY = 0.01;
const MINUTES_PER_DAY = 1_440;

/** Chance of a false alarm that one check may have, where there are at least so many minutes between two. */
export const alphaOf = (minutes: number): number => (FALSE_ALARMS_PER_DAY * minutes) / MINUTES_PER_DAY;

/** Parts of a window at most: the last ones. More find ever smaller changes, later. */
export const MOST_PARTS = 1_000;
const PIECE = 50;

export interface DriftWindow {
  readonly store: Pick<LineStore, 'windows'>;
  readonly model: Pick<WatchedModel, 'name' | 'manifest' | 'reference'>;
  readonly after: number;
  readonly upTo: number;
  readonly usual: UsualShares | null;
  readonly alpha: number;
  readonly pause: Pause;
}

export async function checkDrift(window: DriftWindow): Promise<DriftCheck> {
  const { model, after, upTo, usual, alpha, pause } = window;
  const from = Math.max(after, upTo - MOST_PARTS);
  const parts: MeasuredPart[] = [];
  for (let at = from; at < upTo; at += PIECE) {
    parts.push(...window.store.windows.measured({ model: model.name, after: at, upTo: Math.min(upTo, at + PIECE) }));
    await pause();
  }
  const judged = parts.filter(({ outcome }) => outcome !== 'error');
  const reference = model.reference ? passedReference(model.reference, model.manifest.rule) : {};
  const found = valuesOf(judged.filter(({ outcome }) => outcome === 'OK'));
  const shares = watchedShares.flatMap((outcome) => {
    if (!usual || judged.length < LEAST_VALUES) return [];
    const count = judged.filter((part) => part.outcome === outcome).length;
    return [{ outcome, usually: usual[outcome], now: { count, total: judged.length } }];
  });
  await pause();
  const { before, now } = rankedPoints(reference, found);
  await pause();
  const enough = Math.min(before.length, now.length) >= LEAST_VALUES;
  const together = enough ? await inPieces(discrepancyPieces(before, now, { seed: upTo }), pause) : null;
  return {
    ...judgeDrift({ reference, window: found, shares, alpha }),
    together: together && { squared: together.squared, pValue: together.pValue },
    model: model.name,
    from: from + 1,
    upTo,
    parts: judged.length,
  };
}

/** One list per measure, of parts that have all that this model measures. */
function valuesOf(parts: readonly MeasuredPart[]): MeasureValues {
  const rows = parts.map(({ measures, ngScore, distance }) => ({ ...measures, ngScore, distance }));
  return Object.fromEntries(
    referenceMeasures.map((measure) => [
      measure,
      rows.flatMap((row) => {
        const value = row[measure];
        return typeof value === 'number' ? [value] : [];
      }),
    ]),
  );
}
