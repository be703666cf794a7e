// Images put into a project at once, without an import.
import type { Store } from '../../main/store/index.ts';
import type { InsertCounts, ProjectImageDraft } from '../../shared/domain/project.ts';

export function insertImages(
  store: Store,
  projectId: number,
  importId: string,
  drafts: Iterable<ProjectImageDraft>,
): InsertCounts {
  const incoming = store.projectImages.incoming(projectId);
  try {
    incoming.add(drafts);
    return incoming.enter(importId);
  } finally {
    incoming.drop();
  }
}
