// What a retraining would use: the former recipe, the images there are since then by class, and the time it takes.
import { existsSync } from 'node:fs';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { toProblem } from '../../../shared/contract/problem.ts';
import type { RetrainingPlan } from '../../../shared/contract/reviews.ts';
import { recipeSchema } from '../../../shared/domain/recipe.ts';
import type { Run } from '../../../shared/domain/run.ts';
import { liveModelOf } from '../registry/line.ts';
import type { Forecasts } from '../training/forecast.ts';
import { type TrainingData, trainingData } from '../training/training-data.ts';
import type { Workspace } from '../workspace.ts';
import { journalOf, withJournal } from './review-line.ts';

export interface PlanParts {
  readonly workspace: Workspace;
  readonly forecasts: Forecasts;
  /** Of the line. */
  readonly folder: string;
}

export interface PlanQuestion {
  readonly projectId: number;
  readonly former: Run | undefined;
  readonly signal: AbortSignal;
}

export async function planRetraining(
  { workspace, forecasts, folder }: PlanParts,
  { projectId, former, signal }: PlanQuestion,
): Promise<RetrainingPlan> {
  const { store } = workspace;
  const data = trainingData(store, projectId);
  const names = new Map(store.projectClasses.list(projectId).map(({ id, name }) => [id, name]));
  const coming = await judgedOnLine(folder, new Set(data.images.map(({ contentHash }) => contentHash)));
  const images = data.images.length + coming.length;
  if (!former) {
    const problem = toProblem(new NarashiError('line.nothing-to-repeat', {}));
    const none = { formerImages: 0, added: [], relabelled: 0, removed: 0, forecast: null, newer: null };
    return { former: null, images, problem, ...none };
  }
  const snapshot = store.snapshots.get(former.snapshotId);
  const then = new Map<string, string>();
  for (const { contentHash, classIndex } of store.snapshots.images(snapshot.id)) {
    then.set(contentHash, snapshot.classes[classIndex]?.name ?? '');
  }
  const now = data.images.map(({ contentHash, classId }) => ({ contentHash, className: names.get(classId) ?? '' }));
  const added = [...now.filter(({ contentHash }) => !then.has(contentHash)), ...coming];
  const kept = now.filter(({ contentHash }) => then.has(contentHash));
  const relabelled = kept.filter(({ contentHash, className }) => then.get(contentHash) !== className).length;
  const removed = then.size - kept.length;
  const isNew = added.length > 0 || relabelled > 0 || removed > 0;
  const [error] = data.errors;
  const problem = error ?? (isNew ? undefined : new NarashiError('line.nothing-new', { run: former.id }));
  const recipe = recipeSchema.parse(former.hyperParameters);
  const newer = store.runs.list(null, projectId).toSorted((one, other) => other.id - one.id)[0];
  return {
    former: {
      runId: former.id,
      method: former.method,
      network: former.network,
      epochs: recipe.epochs,
      isLive: liveModelOf(store, projectId)?.runId === former.id,
    },
    formerImages: snapshot.imageCount,
    images,
    added: countedByClass(added),
    relabelled,
    removed,
    // What cannot be foretold is no reason not to train.
    forecast: problem
      ? null
      : await forecasts.of(projectId, grown(data, coming.length), recipe, signal).catch((failure: unknown) => {
          signal.throwIfAborted();
          if (failure instanceof NarashiError) return null;
          throw failure;
        }),
    problem: problem ? toProblem(problem) : null,
    newer: newer && newer.id > former.id ? { runId: newer.id, status: newer.status } : null,
  };
}

interface Judged {
  readonly contentHash: string;
  readonly className: string;
}

/** What people said on the line of images that the project has not. */
async function judgedOnLine(folder: string, known: ReadonlySet<string>): Promise<Judged[]> {
  if (!existsSync(journalOf(folder))) return [];
  return withJournal(folder, async ({ reviews, parts }) => {
    const found = new Map<string, Judged>();
    for (const { partId, className } of reviews.untaken()) {
      const contentHash = parts.get(partId)?.contentHash;
      if (contentHash && !known.has(contentHash)) found.set(contentHash, { contentHash, className });
    }
    return [...found.values()];
  });
}

function countedByClass(images: readonly Judged[]): RetrainingPlan['added'] {
  const counted = new Map<string, number>();
  for (const { className } of images) counted.set(className, (counted.get(className) ?? 0) + 1);
  return Array.from(counted, ([className, count]) => ({ className, images: count }));
}

/** As many images more, divided like those there are. */
function grown(data: TrainingData, more: number): TrainingData {
  const factor = (data.images.length + more) / Math.max(1, data.images.length);
  const { train, validation, test } = data.counts;
  const of = (count: number) => Math.round(count * factor);
  return { ...data, counts: { train: of(train), validation: of(validation), test: of(test) } };
}
