// A project with a finished run, and its registry as a window asks for it.
import { defaultGateSettings, type GateSettings } from '../../../shared/domain/gates.ts';
import type { Stage } from '../../../shared/domain/registry.ts';
import { sampleProject, sha256 } from '../store/fixture.ts';
import { finished } from './finished-run.ts';
import { type App, startApp } from './fixture.ts';

export const signature = { approver: '鈴木 課長', reason: '評価会議で承認' };
/** Of the finished run's eight test images, these are all met. */
export const lenient: GateSettings = {
  ...defaultGateSettings,
  minimumBalancedAccuracy: 0.1,
  maximumEscape: 0.9,
  maximumOverkill: 0.99,
  maximumRegressions: null,
  minimumRobustness: null,
  maximumTaktShare: null,
  maximumDisagreements: null,
};

export async function startRegistry() {
  const app = startApp();
  const { store } = app.context.workspace;
  const { id: projectId, classIds } = sampleProject(store);
  const runId = await finished(app, projectId);
  const { registry } = app.clients;
  const step = (to: Stage, more: Partial<{ runId: number; approver: string; reason: string; override: string }> = {}) =>
    registry.step({ runId, to, ...signature, override: '', ...more });
  return { app, store, projectId, classIds, runId, registry, step };
}

/** Another finished run of the project, whose exported model has its own bytes. */
export async function another({ app, projectId }: Awaited<ReturnType<typeof startRegistry>>): Promise<number> {
  const runId = await finished(app, projectId);
  record(app, runId, sha256(`model ${runId}`));
  return runId;
}

export function record({ context }: App, runId: number, digest: string): void {
  const model = { kind: 'export', path: 'model.onnx', bytes: 9, sha256: digest, metadata: {} } as const;
  context.workspace.store.artefacts.record(runId, model);
}

export const kinds = ({ context }: App) =>
  context.workspace.store.audit
    .list({ limit: 99 })
    .map(({ kind }) => kind)
    .reverse();
