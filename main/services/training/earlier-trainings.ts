// Trainings of the same kind that this PC has finished: what the next one will take like them.
import { type Device, trainsMixed } from '../../../shared/contract/training.ts';
import { type Recipe, recipeSchema } from '../../../shared/domain/recipe.ts';
import { deviceText, isMixedExecutor } from '../../jobs/identity.ts';
import type { Store } from '../../store/index.ts';
import { splitCounts } from '../snapshot-summary.ts';
import type { FinishedTraining } from './estimate.ts';

/** The newest few: the PC may have changed since. */
const limit = 5;

export function earlierTrainings(store: Store, recipe: Recipe, trainedOn: Device): FinishedTraining[] {
  const device = deviceText(trainedOn);
  const kind = kindOf(recipe);
  const found: FinishedTraining[] = [];
  for (const run of store.runs.list('done').reverse()) {
    if (found.length >= limit) break;
    const known = recipeSchema.safeParse(run.hyperParameters);
    if (!known.success || kindOf(known.data) !== kind) continue;
    // One that was interrupted did some of its steps twice and waited in between.
    const [attempt, ...others] = store.runs.attempts(run.id);
    if (attempt?.device !== device || others.length > 0) continue;
    if (isMixedExecutor(attempt.executor) !== trainsMixed(trainedOn)) continue;
    const cost = store.costs.get(run.id);
    const stepSeconds = store.epochs.list(run.id).reduce((sum, { seconds }) => sum + seconds, 0);
    if (!cost || stepSeconds === 0) continue;
    found.push({
      recipe: known.data,
      images: splitCounts(store.snapshots.counts(run.snapshotId)),
      seconds: cost.seconds,
      stepSeconds,
    });
  }
  return found;
}

/** What the speed of a step depends on. */
export function kindOf(recipe: Recipe): string {
  const { network, size, batchSize, method, mode, optimizer } = recipe;
  return [network, size, batchSize, method === 'sgd' ? 'plain' : mode, optimizer, ...partOf(recipe)].join(' ');
}

/** Training a part of a network: which, and whether its images come in a few variants only, whose features can be kept. */
function partOf({ fineTune, lastStages, batchNorm, augmentation, mixup }: Recipe): readonly string[] {
  const statistics = batchNorm === 'frozen' ? ['frozen'] : [];
  if (fineTune === 'all') return statistics;
  const { flipHorizontal, flipVertical, quarterTurns, ...strengths } = augmentation;
  const isDiscrete = mixup === 0 && Object.values(strengths).every((strength) => strength === 0);
  const variants = [flipHorizontal, flipVertical, quarterTurns].map(Number).join('');
  return [fineTune, ...(fineTune === 'last' ? [String(lastStages)] : []), ...statistics, isDiscrete ? variants : 'any'];
}
