// The exported model: proved against the judgements of training in a process of its own, then saved where the user wants.
import { readFile, stat } from 'node:fs/promises';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { exports } from '../../shared/contract/exports.ts';
import { recipeSchema } from '../../shared/domain/recipe.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { sidecarPath } from '../export/export-model.ts';
import { type StartChild, startChild } from '../jobs/control/child.ts';
import { verifyInChild } from '../jobs/control/verification.ts';
import { digest, modelPath } from '../jobs/run-files.ts';
import type { VerifiedFile } from '../jobs/verify-messages.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import { copyExport } from './copy-export.ts';
import { modelFileName, zipExport } from './zip-export.ts';

interface Call {
  readonly signal: AbortSignal;
  readonly progress: (value: { done: number; total: number }) => void;
}

export function createExportsService(
  context: AppContext,
  { startChild: start = startChild }: { readonly startChild?: StartChild } = {},
): Implementation<typeof exports> {
  const { workspace, grants, downloads } = context;
  const { store } = workspace;
  /** Checks that go on: whoever asks for the same one waits for it. */
  const going = new Map<number, Promise<VerifiedFile>>();

  /** Waits for another window's check, or makes its own; also where the other one was stopped by who asked for it. */
  async function proved(runId: number, projectId: number | null, call: Call): Promise<VerifiedFile> {
    for (let other = going.get(runId); other; other = going.get(runId)) {
      try {
        return await other;
      } catch (error) {
        call.signal.throwIfAborted();
        if (!(error instanceof NarashiError && error.code === 'jobs.stopped')) throw error;
      }
    }
    const own = verifyInChild(workspace, start, runId, { signal: call.signal, onProgress: call.progress });
    const tracked = own.finally(() => going.delete(runId));
    going.set(runId, tracked);
    const verified = await tracked;
    const { images, disagreements } = verified.parity;
    logged(context, (log) => log({ kind: 'model.verified', projectId, runId, data: { images, disagreements } }));
    return verified;
  }

  const nameOf = (runId: number, projectId: number | null) =>
    modelFileName(projectId === null ? 'narashi' : store.projects.get(projectId).settings.name, runId);

  return {
    async verify({ runId }, call) {
      const { projectId, snapshotId, hyperParameters } = store.runs.get(runId);
      const { bytes, sha256, parity, rebuilt, input, output } = await proved(runId, projectId, call);
      return {
        runId,
        fileName: nameOf(runId, projectId),
        bytes,
        sha256,
        classes: [...store.snapshots.get(snapshotId).classes],
        size: recipeSchema.parse(hyperParameters).size,
        input,
        output,
        parity,
        rebuilt,
      };
    },

    async save({ runId, grant }) {
      const { projectId } = store.runs.get(runId);
      const destination = grant === undefined ? undefined : grants.write(grant);
      const path = modelPath(workspace.runFolder(runId));
      const files = { path, sidecar: sidecarPath(path) };
      await requireProved(runId, files);
      const saved =
        destination === undefined
          ? await zipExport(workspace.root, nameOf(runId, projectId), files, downloads)
          : { ...(await copyExport(files, destination)), download: null };
      logged(context, (log) => log({ kind: 'model.saved', projectId, runId, data: { path: saved.path } }));
      return saved;
    },
  };

  /** Only the very bytes that were proved leave the workspace. @throws NarashiError export.not-proved */
  async function requireProved(runId: number, { path, sidecar }: { path: string; sidecar: string }): Promise<void> {
    const recorded = store.artefacts.list(runId).findLast(({ kind }) => kind === 'export');
    const bytes = await readFile(path).catch(() => undefined);
    const described = await stat(sidecar).catch(() => undefined);
    const isProved = bytes && described && recorded?.sha256 === digest(bytes);
    if (!isProved) throw new NarashiError('export.not-proved', { id: runId });
  }
}
