// The folder where Narashi keeps everything: database, pixel cache, and one folder per run.
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { auditHeadName, openStore, readHead, type Store } from '../store/index.ts';
import { endSwap, finishSwap, type Swapped } from './backup/swap.ts';

export interface Workspace {
  readonly root: string;
  readonly store: Store;
  readonly cacheFolder: string;
  /** The backup that took the place of the former contents just now. */
  readonly restored: Swapped | undefined;
  /** Folder of a run's checkpoint and models; made when first asked for. */
  runFolder(id: number): string;
  close(): void;
}

/** The user's own workspace unless NARASHI_HOME names another. */
export function defaultWorkspaceRoot(): string {
  return process.env.NARASHI_HOME || join(homedir(), 'Narashi');
}

/** @throws NarashiError store.*, services.workspace-not-writable, system.restore-under-way */
export function openWorkspace(root: string): Workspace {
  makeFolder(root);
  const restored = finishSwap(root);
  const store = openStore(join(root, 'narashi.db'));
  try {
    if (restored) recordRestore(root, store, restored);
  } catch (error) {
    store.close();
    throw error;
  }
  return {
    root,
    store,
    restored,
    cacheFolder: join(root, 'cache'),
    runFolder: (id) => makeFolder(join(root, 'runs', String(id))),
    close: () => store.close(),
  };
}

/** The restored log goes on with an entry that names the head of the one that was replaced: once, however often this is begun. */
function recordRestore(root: string, store: Store, { createdAt, name, kept }: Swapped): void {
  const folder = basename(kept);
  store.transaction(() => {
    const earlier = store.audit.list({ kind: 'workspace.restored', limit: 1 });
    if (earlier.some(({ data }) => data.kept === folder)) return;
    const data = { backup: name, createdAt, kept: folder };
    store.audit.goOn({ kind: 'workspace.restored', subject: 'workspace', data }, readHead(join(kept, auditHeadName)));
  });
  endSwap(root);
}

function makeFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('services.workspace-not-writable', { path, reason }, { cause: error });
  }
  return path;
}
