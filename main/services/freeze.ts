// Freezing a project: its labelled images get their splits for good and become a snapshot that training can rely on.
import { setImmediate } from 'node:timers/promises';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type ClassLabel, type ImageEntry, type Snapshot, type Split, splits } from '../../shared/domain/dataset.ts';
import type { LabelledImage } from '../../shared/domain/project.ts';
import { splitProject } from '../data/split-project.ts';
import type { Store } from '../store/index.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import type { Workspace } from './workspace.ts';

export interface Frozen {
  readonly snapshot: Snapshot;
  /** Names of classes of two or more images without a test image or without a training image. */
  readonly untested: readonly string[];
  readonly untrained: readonly string[];
  /** Names of classes whose lots had to be divided between the splits. */
  readonly dividedLots: readonly string[];
}

/**
 * Equal data gives the same snapshot. Classes stand in the order in which they were added to the project, those without
 * images left out, so that the same output of two networks mostly means the same class.
 * @throws NarashiError projects.not-found, projects.nothing-labelled, store.*
 */
export async function freezeProject(
  context: Pick<AppContext, 'workspace' | 'emit'>,
  projectId: number,
): Promise<Frozen> {
  const { workspace } = context;
  const { store } = workspace;
  const { datasetId } = store.projects.get(projectId);
  const { classes, images, names, ...warnings } = await assignSplits(workspace, projectId);
  const { snapshot } = await store.snapshots.record({ datasetId, classes, images });
  const timesFrozen = store.snapshots.imports(datasetId).filter(({ snapshotId }) => snapshotId === snapshot.id).length;
  if (timesFrozen === 1) {
    const data = { snapshot: snapshot.id, digest: snapshot.digest, images: snapshot.imageCount };
    logged(context, (log) => log({ kind: 'snapshot.frozen', projectId, data }));
  }
  const named = (ids: readonly number[]) => ids.map((id) => names.get(id) ?? '');
  return {
    snapshot,
    untested: named(warnings.untested),
    untrained: named(warnings.untrained),
    dividedLots: named(warnings.dividedLots),
  };
}

/** Gives every labelled image that has none its split, keeps it, and lists what the snapshot will hold. */
async function assignSplits({ store }: Workspace, projectId: number) {
  for (;;) {
    const labelled = store.projectImages.labelled(projectId);
    if (labelled.length === 0) {
      throw new NarashiError('projects.nothing-labelled', { name: store.projects.get(projectId).settings.name });
    }
    const used = new Set(labelled.map(({ classId }) => classId));
    const classes = store.projectClasses.list(projectId).filter(({ id }) => used.has(id));
    await setImmediate();
    const { splits: given, ...warnings } = splitProject(labelled);
    const fresh = labelled.map(({ id, split }, index) => ({ id, split: split === null ? given[index] : undefined }));
    // Where another window froze the same images meanwhile, what it gave them holds.
    if (!(await keepSplits(store, projectId, fresh))) continue;
    const names = new Map(classes.map(({ id, name }) => [id, name]));
    const labels: readonly ClassLabel[] = classes.map(({ name, verdict }) => ({ name, verdict }));
    return { classes: labels, images: entries(labelled, given, names), names, ...warnings };
  }
}

/** Whether each of these images had no split until now. */
async function keepSplits(
  store: Store,
  projectId: number,
  fresh: readonly { readonly id: number; readonly split: Split | undefined }[],
): Promise<boolean> {
  let kept = true;
  for (const split of splits) {
    const ids = fresh.filter((image) => image.split === split).map(({ id }) => id);
    for (let start = 0; start < ids.length; start += batchSize) {
      await setImmediate();
      const batch = ids.slice(start, start + batchSize);
      kept = store.projectImages.setSplits(projectId, split, batch) === batch.length && kept;
    }
  }
  return kept;
}

/** Other calls are answered between two batches. */
const batchSize = 1_000;

async function* entries(
  labelled: readonly LabelledImage[],
  splits: readonly Split[],
  names: ReadonlyMap<number, string>,
): AsyncGenerator<ImageEntry> {
  for (const [index, { id: _, classId, ...image }] of labelled.entries()) {
    if (index % batchSize === 0) await setImmediate();
    yield { ...image, className: names.get(classId) ?? '', split: splits[index] ?? 'train' };
  }
}
