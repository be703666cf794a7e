// What is usual on this line: the shares of NG and review in the first days of the model that judges now.
import { type ShareDrift, watchedShares } from '../../../shared/domain/drift.ts';
import type { Counted } from '../../eval/index.ts';
import type { LineStore } from '../../store/index.ts';
import type { Pause } from './pause.ts';

export type UsualShares = Readonly<Record<ShareDrift['outcome'], Counted>>;

/** Parts counted at once, and counted at all: more of them say nothing more. */
const PIECE = 1_000;
const MOST = 50_000;
/** Fewer parts than this are not usual yet. */
const LEAST = 300;
const DAY = 86_400_000;

export interface UsualQuestion {
  readonly store: Pick<LineStore, 'windows' | 'parts'>;
  readonly model: string;
  /** Number of the first part that this model may have judged. */
  readonly first: number;
  readonly days: number;
  readonly now: Date;
  readonly pause: Pause;
}

/** Null until those days are over and enough parts have come in them. The same days give the same shares for ever. */
export async function usualShares(question: UsualQuestion): Promise<UsualShares | null> {
  const { store, model, first, days, now, pause } = question;
  const begun = store.windows.firstTime(first);
  const end = begun && new Date(new Date(begun).getTime() + days * DAY);
  if (!end || end > now) return null;
  const counts = { OK: 0, NG: 0, review: 0, error: 0 };
  const last = Math.min(store.parts.lastId(), first + MOST);
  for (let after = first - 1; after < last; after += PIECE) {
    const upTo = Math.min(last, after + PIECE);
    const found = store.windows.counts({ model, after, upTo }, end.toISOString());
    // Parts come in the order of time: none of a whole piece means that the days are over, or that another model judged.
    for (const { outcome, total } of found) counts[outcome] += total;
    if ((store.windows.firstTime(upTo + 1) ?? '') >= end.toISOString()) break;
    await pause();
  }
  const total = counts.OK + counts.NG + counts.review;
  if (total < LEAST) return null;
  const [ng, review] = watchedShares;
  return { [ng]: { count: counts.NG, total }, [review]: { count: counts.review, total } };
}
