// A project's snapshots as the app shows them: how many images of each split, and how many runs they were used for.
import type { SnapshotSummary } from '../../shared/contract/images.ts';
import type { ClassCount, Snapshot, Split } from '../../shared/domain/dataset.ts';
import type { Store } from '../store/index.ts';

type SplitCounts = Record<Split, number>;

export class SnapshotSummaries {
  readonly #store: Store;
  /** Snapshots never change, and counting 100,000 images takes a while. */
  readonly #counts = new Map<number, SplitCounts>();

  constructor(store: Store) {
    this.#store = store;
  }

  of(projectId: number, { imageCount, classes, ...snapshot }: Snapshot): SnapshotSummary {
    const counts = this.#counts.get(snapshot.id) ?? splitCounts(this.#store.snapshots.counts(snapshot.id));
    this.#counts.set(snapshot.id, counts);
    const runs = this.#store.runs.countOf(projectId, snapshot.id);
    return { ...snapshot, images: imageCount, classes: [...classes], counts, runs };
  }

  /** Frozen last comes first. */
  list(projectId: number): SnapshotSummary[] {
    const { datasetId } = this.#store.projects.get(projectId);
    const ids = new Set(this.#store.snapshots.imports(datasetId).map(({ snapshotId }) => snapshotId));
    return Array.from(ids, (id) => this.of(projectId, this.#store.snapshots.get(id)));
  }
}

/** Images of each split, over all classes. */
export function splitCounts(counts: readonly ClassCount[]): SplitCounts {
  const totals: SplitCounts = { train: 0, validation: 0, test: 0 };
  for (const { split, images } of counts) totals[split] += images;
  return totals;
}
