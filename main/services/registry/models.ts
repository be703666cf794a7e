// The models of a project as they are shown: every finished run with its stage, and what became of each.
import type { Models } from '../../../shared/contract/registry.ts';
import { lineAfter, nextStages } from '../../../shared/domain/registry.ts';
import type { Store } from '../../store/index.ts';
import { exportedModelOf } from './golden.ts';
import { approvalOf } from './line.ts';

/** More finished runs than any project has. */
const ALL = 1_000_000;

/** @throws NarashiError projects.not-found */
export function modelsOf(store: Store, projectId: number): Models {
  store.projects.get(projectId);
  const moves = store.modelMoves.list(projectId);
  const { live, former, stages } = lineAfter(moves);
  const approved = live === null ? undefined : approvalOf(moves, live);
  return {
    live,
    former: former.at(-1) ?? null,
    isUnaltered: approved ? exportedModelOf(store, approved.runId) === approved.model : null,
    models: store
      .findRuns({ projectId, status: 'done', limit: ALL })
      .map(({ id, network, method, createdAt, note, testAccuracy, testEscape, testOverkill }) => {
        const stage = stages.get(id) ?? 'draft';
        const figures = { testAccuracy, testEscape, testOverkill };
        const isLive = id === live;
        return {
          runId: id,
          stage,
          isLive,
          next: nextStages(stage, isLive),
          network,
          method,
          createdAt,
          note,
          ...figures,
        };
      }),
    moves: moves
      .map(({ runId, move, at, operator, approver, reason }) => ({ runId, move, at, operator, approver, reason }))
      .reverse(),
  };
}
