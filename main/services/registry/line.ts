// Which model of a project judges on the line, which did before, and at what stage every finished run is.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type Line, lineAfter, type Stage } from '../../../shared/domain/registry.ts';
import type { KeptMove, Store } from '../../store/index.ts';

export interface LiveModel {
  readonly runId: number;
  /** SHA-256 of the exported model that was approved: another file under its name was not. */
  readonly model: string;
  readonly approver: string;
  readonly reason: string;
  /** When it was approved last; a rollback to it does not count. */
  readonly at: string;
}

/** Undefined while no model of the project is approved and in use. @throws NarashiError projects.not-found */
export function liveModelOf(store: Store, projectId: number): LiveModel | undefined {
  store.projects.get(projectId);
  const moves = store.modelMoves.list(projectId);
  const { live } = lineAfter(moves);
  return live === null ? undefined : approvalOf(moves, live);
}

/** The last one; undefined of a model that was never approved. */
export function approvalOf(moves: readonly KeptMove[], runId: number): LiveModel | undefined {
  const approval = moves.findLast((each) => each.runId === runId && each.move === 'approve');
  if (!approval?.model) return undefined;
  const { model, approver, reason, at } = approval;
  return { runId, model, approver, reason, at };
}

export function lineOf(store: Store, projectId: number): Line {
  return lineAfter(store.modelMoves.list(projectId));
}

export interface PlacedModel {
  readonly projectId: number;
  readonly stage: Stage;
  readonly isLive: boolean;
  readonly line: Line;
}

/** Where a run's model is. @throws NarashiError store.run-not-found, services.not-trained, registry.no-project */
export function placeOf(store: Store, runId: number): PlacedModel {
  const { projectId, status } = store.runs.get(runId);
  if (projectId === null) throw new NarashiError('registry.no-project', { id: runId });
  if (status !== 'done') throw new NarashiError('services.not-trained', { id: runId, status });
  const line = lineOf(store, projectId);
  return { projectId, stage: line.stages.get(runId) ?? 'draft', isLive: line.live === runId, line };
}
