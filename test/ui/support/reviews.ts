// Parts that wait for a person, in memory, and a retraining that is queued at once.
import type { RetrainingPlan, ReviewCounts, reviews, WaitingPart } from '../../../shared/contract/reviews.ts';
import { reviewReasons } from '../../../shared/contract/reviews.ts';
import type { Emit, Implementation } from '../../../shared/rpc/contract.ts';
import { lineParts } from './line.ts';

export interface ReviewsState {
  parts: WaitingPart[];
  judged: Map<number, string>;
  plan: RetrainingPlan;
  /** What was asked for, in order. */
  readonly asked: string[];
}

/** One of each reason. */
export const waitingParts: readonly WaitingPart[] = lineParts(reviewReasons.length).map((part, index) => {
  const why = reviewReasons[index] ?? 'doubtful';
  const outcome = why === 'doubtful' ? 'review' : why === 'error' ? 'error' : 'OK';
  const isError = outcome === 'error';
  return {
    ...part,
    why,
    outcome,
    className: isError ? null : outcome === 'OK' ? 'OK' : 'キズ',
    ngScore: isError ? null : outcome === 'OK' ? 0.04 : 0.41,
    errorCode: isError ? 'line.timeout' : null,
  };
});

export const plan: RetrainingPlan = {
  former: { runId: 3, method: 'samar', network: 'small', epochs: 60, isLive: true },
  formerImages: 500,
  images: 513,
  added: [
    { className: 'キズ', images: 9 },
    { className: '汚れ', images: 4 },
  ],
  relabelled: 2,
  removed: 0,
  forecast: {
    seconds: 400,
    low: 350,
    high: 480,
    kilowattHours: 0.01,
    yen: 0.3,
    steps: 900,
    epochs: 60,
    images: 513,
    basis: 'history',
  },
  problem: null,
  newer: null,
};

export function makeReviews(emit: Emit<typeof reviews>) {
  const state: ReviewsState = { parts: [...waitingParts], judged: new Map(), plan, asked: [] };
  const counts = (): ReviewCounts => {
    const byClass = Map.groupBy([...state.judged.values()], (name) => name);
    return {
      waiting: open().length,
      judged: Array.from(byClass, ([className, all]) => ({ className, images: all.length })),
    };
  };
  const aside = new Set<number>();
  const open = () => state.parts.filter(({ id }) => !state.judged.has(id) && !aside.has(id));
  const told = () => {
    emit('changed', { projectId: 1 });
    return counts();
  };
  const service: Implementation<typeof reviews> = {
    queue: ({ limit }) => ({ ...counts(), parts: open().slice(0, limit) }),
    say({ partId, className }) {
      state.asked.push(`${partId} ${className}`);
      state.judged.set(partId, className);
      return told();
    },
    setAside({ partId }) {
      state.asked.push(`${partId} aside`);
      aside.add(partId);
      return told();
    },
    takeBack({ partId }) {
      state.asked.push(`${partId} back`);
      state.judged.delete(partId);
      aside.delete(partId);
      return told();
    },
    plan: () => state.plan,
    retrain({ runId }) {
      state.asked.push(`retrain ${runId}`);
      state.judged.clear();
      told();
      return { runId: 4, added: 13 };
    },
  };
  return { state, service };
}
