// The program and this PC: what it runs on, its settings, backup, restore and check of the whole workspace.
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Problem } from '../../shared/contract/common.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { toProblem } from '../../shared/contract/problem.ts';
import type { SystemInfo, system } from '../../shared/contract/system.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { freeBytes } from '../data/disk-space.ts';
import { type StartChild, startChild } from '../jobs/control/child.ts';
import { untilAborted } from '../jobs/control/until-aborted.ts';
import { trainingDevice } from '../jobs/devices.ts';
import { programVersion, runtimeVersion, thisDevice } from '../jobs/identity.ts';
import { selfTestResult } from '../jobs/self-test-messages.ts';
import { logged } from './activity.ts';
import { checkFiles, knownFiles } from './backup/check-files.ts';
import { unpackBackup } from './backup/read-backup.ts';
import { incomingFolder, markReady } from './backup/swap.ts';
import { writeBackup } from './backup/write-backup.ts';
import type { AppContext } from './context.ts';
import { createDevices } from './devices.ts';
import { folderSize } from './folder-size.ts';
import { createSettings } from './settings.ts';

export interface SystemParts {
  readonly host: SystemInfo['host'];
  /** What the user should know since the last start. */
  readonly notices: readonly Problem[];
  /** Has the app closed and opened anew, once the answer to this call is on its way. */
  readonly restart: () => void;
  readonly startChild?: StartChild;
  readonly now?: () => Date;
}

/** Longer than it takes an answer to reach the window, milliseconds. */
const restartDelay = 300;

export function createSystemService(context: AppContext, parts: SystemParts): Implementation<typeof system> {
  const { workspace, grants, downloads, emit } = context;
  const { host, notices, restart, startChild: start = startChild, now = () => new Date() } = parts;
  const { root, store } = workspace;
  let isRestoring = false;

  return {
    async info() {
      const [workspaceBytes, free] = await Promise.all([folderSize(root), freeBytes(root)]);
      return {
        version: programVersion,
        host,
        workspace: root,
        workspaceBytes,
        freeBytes: free,
        node: process.versions.node,
        runtime: `onnxruntime-node ${runtimeVersion}`,
        platform: `${process.platform} ${process.arch}`,
        device: await trainingDevice(workspace),
        notices: [...notices],
      };
    },

    ...createSettings(context),
    ...createDevices(context, start),

    async selfTest(_, { signal }) {
      const job = start('self-test', {});
      return { device: thisDevice(), ...selfTestResult.parse(await untilAborted(job, signal, 0)) };
    },

    async checkWorkspace(_, { signal, progress }) {
      const damage = integrityProblem(() => store.checkIntegrity());
      const files = await knownFiles(workspace);
      const report = everyFew(files.length, progress);
      const problems = await checkFiles(root, files, signal, report);
      return { problems: [...damage, ...problems].slice(0, problemLimit), files: files.length };
    },

    async backUp({ grant }, { signal, progress }) {
      const name = `narashi-${stamp(now())}.zip`;
      const path = grant === undefined ? join(root, 'tmp', 'downloads', `${randomUUID()}.zip`) : grants.write(grant);
      const onProgress = (done: number, total: number) => everyFew(total, progress)(done);
      const bytes = await writeBackup(workspace, {
        destination: path,
        version: programVersion,
        now: now(),
        signal,
        onProgress,
      });
      logged(context, (log) => log({ kind: 'workspace.backed-up', data: { path: grant === undefined ? name : path } }));
      if (grant !== undefined) return { path, bytes, download: null };
      return { path: name, bytes, download: downloads.add({ path, name, temporary: true }) };
    },

    async restore({ grant }, { signal, progress }) {
      const [path] = grants.read(grant);
      if (path === undefined || isRestoring) throw new NarashiError('system.restore-under-way', { path: root });
      isRestoring = true;
      try {
        const incoming = randomUUID();
        const onProgress = (done: number, total: number) => everyFew(total, progress)(done);
        const { createdAt } = await unpackBackup(path, incomingFolder(root, incoming), { signal, onProgress });
        markReady(root, { incoming, createdAt, name: basename(path) }, now());
      } catch (error) {
        isRestoring = false;
        throw error;
      }
      setTimeout(() => {
        emit.system('restarting', {});
        restart();
      }, restartDelay);
      return {};
    },
  };
}

/** More would help nobody. */
const problemLimit = 1_000;

function integrityProblem(check: () => void): Problem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof NarashiError) return [toProblem(error)];
    throw error;
  }
}

/** Reports a thousand times at most, and the end. */
function everyFew(total: number, report: (value: { done: number; total: number }) => void): (done: number) => void {
  const step = Math.max(1, Math.floor(total / 1_000));
  return (done) => {
    if (done % step === 0 || done === total) report({ done, total });
  };
}

/** 20260131-0945, by the clock on the wall. */
function stamp(date: Date): string {
  const [day = '', time = ''] = new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().split('T');
  return `${day.replaceAll('-', '')}-${time.slice(0, 5).replace(':', '')}`;
}
