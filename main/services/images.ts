// The images of a project: found, shown, labelled and removed in bulk with undo, frozen into snapshots.
import { packIdentities, unpackIdentities } from '../../shared/contract/common.ts';
import type { images } from '../../shared/contract/images.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import { freezeProject } from './freeze.ts';
import { SnapshotSummaries } from './snapshot-summary.ts';

export function createImagesService(context: AppContext): Implementation<typeof images> {
  const { workspace, emit } = context;
  const { store } = workspace;
  const summaries = new SnapshotSummaries(store);
  const tell = (projectId: number) => {
    emit.images('changed', { projectId });
    emit.projects('changed', { projectId });
  };
  const step = (projectId: number, direction: 'undo' | 'redo') => {
    const taken = logged(context, (log) => {
      const found = store.edits[direction](projectId);
      const kind = direction === 'undo' ? 'images.undone' : 'images.redone';
      if (found) log({ kind, projectId, data: { ...found } });
      return found;
    });
    if (taken) tell(projectId);
    return taken;
  };
  return {
    find: ({ projectId, filter, sort }) => {
      store.projects.get(projectId);
      return { ids: packIdentities(store.projectImages.find(projectId, filter, sort)) };
    },
    rows: ({ projectId, ids }) => store.projectImages.rows(projectId, ids),
    facets: ({ projectId }) => {
      store.projects.get(projectId);
      return store.projectImages.facets(projectId);
    },
    label: ({ projectId, imageIds, classId }) => {
      const changed = logged(context, (log) => {
        const name = classId === null ? '' : store.projectClasses.get(projectId, classId).name;
        const labelled = store.edits.label(projectId, unpackIdentities(imageIds), classId);
        if (labelled > 0) log({ kind: 'images.labelled', projectId, data: { images: labelled, class: name } });
        return labelled;
      });
      if (changed > 0) tell(projectId);
      return { changed };
    },
    remove: ({ projectId, imageIds }) => {
      const changed = logged(context, (log) => {
        const removed = store.edits.remove(projectId, unpackIdentities(imageIds));
        if (removed > 0) log({ kind: 'images.removed', projectId, data: { images: removed } });
        return removed;
      });
      if (changed > 0) tell(projectId);
      return { changed };
    },
    undo: ({ projectId }) => step(projectId, 'undo'),
    redo: ({ projectId }) => step(projectId, 'redo'),
    steps: ({ projectId }) => store.edits.steps(projectId),
    labelHistory: ({ projectId, imageId }) => store.edits.labelHistory(projectId, imageId),
    freeze: async ({ projectId }) => {
      const { snapshot } = await freezeProject(context, projectId);
      tell(projectId);
      return summaries.of(projectId, snapshot);
    },
    snapshots: ({ projectId }) => summaries.list(projectId),
  };
}
