// The steps of a model on its way to the line: allowed or not, through its gates, in somebody's name, and recorded.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { GateResult } from '../../../shared/domain/gates.ts';
import { moveBetween, moveRules, type Stage } from '../../../shared/domain/registry.ts';
import { unmet } from '../../eval/index.ts';
import type { Store } from '../../store/index.ts';
import { keptRuleOf } from '../judging/rules.ts';
import { gatesOfRun } from './facts.ts';
import { exportedModelOf, goldenSetOf } from './golden.ts';
import { approvalOf, lineOf, placeOf } from './line.ts';

export interface Signature {
  readonly approver: string;
  readonly reason: string;
}

export interface Step extends Signature {
  readonly runId: number;
  readonly to: Stage;
  /** Why gates that have not passed are passed over; empty: they are not. */
  readonly override: string;
}

/**
 * Moves a model to another stage. An approval that its gates do not let through is recorded as such and refused.
 * @throws NarashiError registry.not-allowed, registry.already-live, registry.unsigned, registry.gates-unmet, as placeOf,
 *   services.nothing-to-export, audit.head-differs
 */
export function takeStep(store: Store, step: Step): void {
  const refused = store.transaction(() => {
    const { runId, to } = step;
    const { projectId, stage, isLive, line } = placeOf(store, runId);
    const move = moveBetween(stage, to);
    if (!move) throw new NarashiError('registry.not-allowed', { id: runId });
    if (move === 'approve' && isLive) throw new NarashiError('registry.already-live', { id: runId });
    const { isSigned, isGated } = moveRules[move];
    const signature = isSigned ? signed(step) : trimmed(step);
    const details = { ...signature, from: stage, to };
    if (!isGated) {
      store.modelMoves.record({ projectId, runId, move }, details);
      return null;
    }
    const model = exportedModelOf(store, runId);
    if (model === null) throw new NarashiError('services.nothing-to-export', { id: runId });
    const gates = gatesOfRun(store, runId);
    const failed = unmet(gates);
    const override = step.override.trim();
    if (failed.length > 0 && override === '') {
      const data = { ...signature, project: projectId, gates: told(failed) };
      store.audit.append({ kind: 'model.refused', subject: `run:${runId}`, data });
      return new NarashiError('registry.gates-unmet', { id: runId, count: failed.length });
    }
    if (failed.length > 0) {
      const data = { approver: signature.approver, reason: override, project: projectId, gates: told(failed) };
      store.audit.append({ kind: 'gates.overridden', subject: `run:${runId}`, data });
    }
    store.modelMoves.record(
      { projectId, runId, move },
      {
        ...details,
        model,
        replaces: line.live,
        gates: told(gates),
        override: failed.length > 0 ? override : null,
        golden: goldenSetOf(store, projectId)?.version ?? null,
        rule: keptRuleOf(store, runId).rule,
      },
    );
    return null;
  });
  // Thrown once the refusal is committed.
  if (refused) throw refused;
}

/**
 * Puts the former live model back on the line, at once: it has passed its gates before. Returns its run.
 * @throws NarashiError registry.nothing-former, registry.unsigned, projects.not-found, audit.head-differs
 */
export function rollBack(store: Store, projectId: number, signature: Signature): number {
  return store.transaction(() => {
    const { name } = store.projects.get(projectId).settings;
    const { live, former } = lineOf(store, projectId);
    const runId = former.at(-1);
    if (runId === undefined) throw new NarashiError('registry.nothing-former', { name });
    const model = approvalOf(store.modelMoves.list(projectId), runId)?.model ?? null;
    store.modelMoves.record({ projectId, runId, move: 'roll-back' }, { ...signed(signature), model, replaces: live });
    return runId;
  });
}

/** @throws NarashiError registry.unsigned */
function signed(given: Signature): { approver: string; reason: string } {
  const { approver, reason } = trimmed(given);
  if (approver === '' || reason === '') throw new NarashiError('registry.unsigned', {});
  return { approver, reason };
}

function trimmed({ approver, reason }: Signature): { approver: string; reason: string } {
  return { approver: approver.trim(), reason: reason.trim() };
}

/** What the audit log says of gates: the numbers they were judged by. */
function told(gates: readonly GateResult[]) {
  return gates.map(({ gate, status, limit, measured }) => ({ gate, status, limit, measured }));
}
