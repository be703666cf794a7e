// Quality of a project's data: how it is spread, which labels are suspect, and what people decide about them.
import type { quality } from '../../shared/contract/quality.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import { agreementIn, blindQueueOf } from './quality/agreement.ts';
import { balanceOf } from './quality/balance.ts';
import { findDuplicates, giveSplits } from './quality/duplicates.ts';
import { Suspects } from './quality/suspects.ts';

export function createQualityService(context: AppContext): Implementation<typeof quality> {
  const { workspace, emit } = context;
  const { store } = workspace;
  const suspects = new Suspects(workspace);
  return {
    balance: ({ projectId }) => balanceOf(store, projectId),
    suspects: ({ projectId, limit }) => suspects.list(projectId, limit),

    decide({ projectId, imageIds, classId, reason }) {
      const { operator } = store.settings.app();
      const outcome = logged(context, (log) => {
        const name = classId === null ? '' : store.projectClasses.get(projectId, classId).name;
        const decided = store.labelReviews.add({ projectId, imageIds, classId, reason, operator });
        const changed = classId === null ? 0 : store.edits.label(projectId, imageIds, classId, reason);
        if (changed > 0) log({ kind: 'labels.corrected', projectId, data: { images: changed, class: name, reason } });
        else log({ kind: 'labels.confirmed', projectId, data: { images: decided, reason } });
        return { changed, decided };
      });
      emit.quality('changed', { projectId });
      if (outcome.changed > 0) {
        emit.images('changed', { projectId });
        emit.projects('changed', { projectId });
      }
      return outcome;
    },

    agreement: ({ projectId }) => agreementIn(store, projectId),
    blindQueue: ({ projectId, inspector, limit }) => blindQueueOf(store, projectId, inspector, limit),

    giveOpinion({ projectId, inspector, imageId, classId }) {
      store.projectImages.get(projectId, imageId);
      store.projectClasses.get(projectId, classId);
      store.opinions.give({ projectId, inspector, imageId, classId });
      emit.quality('changed', { projectId });
      return { judged: store.opinions.judged(projectId, inspector) };
    },

    withdrawOpinion({ projectId, inspector, imageId }) {
      store.opinions.withdraw(projectId, inspector, imageId);
      emit.quality('changed', { projectId });
      return { judged: store.opinions.judged(projectId, inspector) };
    },

    duplicates: ({ projectId, distance }, call) => findDuplicates(workspace, projectId, distance, call),

    async closeLeaks({ projectId, distance }, call) {
      const { groups } = await findDuplicates(workspace, projectId, distance, call);
      const leaking = groups.filter(({ leaks }) => leaks);
      const moved = logged(context, (log) => {
        giveSplits(store, projectId);
        const sums = leaking.map(({ images }) => {
          const split = images[0]?.split ?? 'train';
          const ids = images.map(({ imageId }) => imageId);
          return store.projectImages.moveToSplit(projectId, split, ids);
        });
        const sum = sums.reduce((total, each) => total + each, 0);
        if (sum > 0) log({ kind: 'leaks.closed', projectId, data: { images: sum } });
        return sum;
      });
      emit.quality('changed', { projectId });
      if (moved > 0) emit.images('changed', { projectId });
      return { moved };
    },

    reopen({ projectId, imageIds }) {
      const { operator } = store.settings.app();
      const reopened = store.labelReviews.reopen(projectId, imageIds, operator);
      emit.quality('changed', { projectId });
      return { reopened };
    },
  };
}
