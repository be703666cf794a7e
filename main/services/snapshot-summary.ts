// A snapshot as the app shows it: how many images of each split, and how many runs it was used for.
import type { SnapshotSummary } from '../../shared/contract/images.ts';
import type { ClassCount, Snapshot, Split } from '../../shared/domain/dataset.ts';
import type { Store } from '../store/index.ts';

export function summarizeSnapshot(store: Store, projectId: number, snapshot: Snapshot): SnapshotSummary {
  return {
    id: snapshot.id,
    digest: snapshot.digest,
    createdAt: snapshot.createdAt,
    images: snapshot.imageCount,
    classes: [...snapshot.classes],
    counts: splitCounts(store.snapshots.counts(snapshot.id)),
    runs: store.runs.countOf(projectId, snapshot.id),
  };
}

/** Images of each split, over all classes. */
export function splitCounts(counts: readonly ClassCount[]): Record<Split, number> {
  const totals: Record<Split, number> = { train: 0, validation: 0, test: 0 };
  for (const { split, images } of counts) totals[split] += images;
  return totals;
}
