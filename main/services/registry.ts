// The way of a model to the line: stages, gates, approval and rollback, golden sets, and the audit log of all of it.
import type { GoldenSetLine, registry } from '../../shared/contract/registry.ts';
import type { GoldenSet } from '../../shared/domain/golden.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import type { StartChild } from '../jobs/control/child.ts';
import type { AppContext } from './context.ts';
import { rollBack, takeStep } from './registry/approve.ts';
import { continueAudit } from './registry/continue-audit.ts';
import { gatesOfRun } from './registry/facts.ts';
import { addGoldenSet, goldenChoiceOf, goldenViewOf, judgeGolden } from './registry/golden.ts';
import { placeOf } from './registry/line.ts';
import { modelsOf } from './registry/models.ts';

export function createRegistryService(
  context: AppContext,
  { startChild }: { readonly startChild: StartChild },
): Implementation<typeof registry> {
  const { workspace, emit } = context;
  const { store } = workspace;
  return {
    models: ({ projectId }) => modelsOf(store, projectId),
    gates: ({ runId }) => gatesOfRun(store, runId),

    step(step) {
      const { projectId } = placeOf(store, step.runId);
      takeStep(store, step);
      emit.registry('changed', { projectId });
      return modelsOf(store, projectId);
    },

    rollBack({ projectId, ...signature }) {
      rollBack(store, projectId, signature);
      emit.registry('changed', { projectId });
      return modelsOf(store, projectId);
    },

    gateSettings: ({ projectId }) => store.projectGates.of(store.projects.get(projectId).id),

    setGates({ projectId, settings, reason }) {
      store.projectGates.set(store.projects.get(projectId).id, settings, reason.trim());
      emit.registry('changed', { projectId });
      return store.projectGates.of(projectId);
    },

    goldenSets: ({ projectId }) => store.goldenSets.list(store.projects.get(projectId).id).map(shown),

    addGoldenSet(draft) {
      const set = addGoldenSet(store, draft);
      emit.registry('changed', { projectId: draft.projectId });
      return shown(set);
    },

    goldenImages: ({ goldenId }) => store.goldenSets.images(store.goldenSets.get(goldenId).id),

    goldenChoice: ({ projectId }) => goldenChoiceOf(store, store.projects.get(projectId).id),

    goldenView({ goldenId, runId }) {
      const { decisions, regressions, images, ...view } = goldenViewOf(store, store.goldenSets.get(goldenId), runId);
      return {
        ...view,
        images: [...images],
        decisions: decisions && [...decisions],
        regressions: regressions && [...regressions],
      };
    },

    async judgeGolden({ runId }, { signal, progress }) {
      const set = await judgeGolden(workspace, runId, { start: startChild, signal, onProgress: progress });
      emit.registry('changed', { projectId: set.projectId });
      return shown(set);
    },

    audit: (query) => store.audit.list(query),
    verifyAudit: () => ({ ...store.verifyAudit() }),
    continueAudit: ({ reason }) => continueAudit(store, reason),
  };
}

function shown({ projectId: _, ...set }: GoldenSet): GoldenSetLine {
  return set;
}
