// Parts of a line that wait for a person, what people say of them, and the retraining that follows.
import { z } from 'zod';
import { inspectedPart } from '../domain/inspection.ts';
import { runStatuses } from '../domain/run.ts';
import { method, service } from '../rpc/contract.ts';
import { count, identity, name, problem } from './common.ts';
import { forecast } from './training.ts';

/** `doubtful`: sent to a person; `error`: not judged; `sampled`: drawn by lot; `drift`: drawn because images had drifted. */
export const reviewReasons = ['doubtful', 'error', 'sampled', 'drift'] as const;
export type ReviewReason = (typeof reviewReasons)[number];

export const waitingPart = inspectedPart.extend({ why: z.enum(reviewReasons) });
export type WaitingPart = z.infer<typeof waitingPart>;

const byClass = z.array(z.object({ className: z.string(), images: count }));
const counts = z.object({
  /** Counted to a thousand. */
  waiting: count,
  /** What was said and is not in the project yet. */
  judged: byClass,
});
export type ReviewCounts = z.infer<typeof counts>;

export const reviewQueue = counts.extend({
  /** The oldest first. */
  parts: z.array(waitingPart),
});
export type ReviewQueue = z.infer<typeof reviewQueue>;

export const retrainingPlan = z.object({
  /** The training whose recipe is used; null: the project has none that is finished. */
  former: z
    .object({
      runId: identity,
      method: z.string(),
      network: z.string(),
      epochs: count,
      /** Whether its model is the approved one. */
      isLive: z.boolean(),
    })
    .nullable(),
  /** Images of the former training's data, and of the next. */
  formerImages: count,
  images: count,
  /** New since then, those of the line that are not in the project yet among them. */
  added: byClass,
  /** Images with another class than then, and those that are gone. */
  relabelled: count,
  removed: count,
  /** How long it takes; null where that cannot be told. */
  forecast: forecast.nullable(),
  /** Why it cannot be begun. */
  problem: problem.nullable(),
  /** The newest training of the project after the former one. */
  newer: z.object({ runId: identity, status: z.enum(runStatuses) }).nullable(),
});
export type RetrainingPlan = z.infer<typeof retrainingPlan>;

const ofProject = z.strictObject({ projectId: identity });
const ofPart = z.strictObject({ projectId: identity, partId: identity });
/** Without a run: that of the approved model, else of the model in use on the line, else the newest finished one. */
const ofRun = z.strictObject({ projectId: identity, runId: identity.optional() });

export const reviews = service(
  'reviews',
  {
    /** Also while nothing is inspected; empty where nothing ever was. */
    queue: method(z.strictObject({ projectId: identity, limit: z.int().min(1).max(200) }), reviewQueue),
    /** A class of the project, by the operator of the settings; a second word replaces the first. */
    say: method(z.strictObject({ projectId: identity, partId: identity, className: name }), counts),
    /** Its image is of no use; nothing is learnt from it. */
    setAside: method(ofPart, counts),
    /** What was said of it, as long as it is not in the project yet: it waits again. */
    takeBack: method(ofPart, counts),
    /** What a retraining would use. */
    plan: method(ofRun, retrainingPlan),
    /** Takes what was judged into the project, makes the next version of the data and queues the training. */
    retrain: method(ofRun, z.object({ runId: identity, added: count }), z.object({ done: count, total: count })),
  },
  { changed: ofProject },
);
