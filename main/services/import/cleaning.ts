// What is left of an import once it has ended: its rows if it is done, and nothing otherwise.
import { readdir, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { plannedImage, temporaryFolder, WorkFolder } from '../../data/import/work-folder.ts';
import type { Library } from '../../data/library.ts';
import { readLines } from '../../data/line-file.ts';
import { isArchive } from '../../data/source/open-source.ts';
import type { ImportJob, Store } from '../../store/index.ts';

const batchLength = 500;
const prefix = 'import-';

export function workFolderOf(workspaceRoot: string, importId: string): WorkFolder {
  return new WorkFolder(join(temporaryFolder(workspaceRoot), `${prefix}${importId}`));
}

export async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** The folder of the upload that a picked path came with, if any. */
function uploadOf(workspaceRoot: string, path: string): string | undefined {
  const uploads = join(temporaryFolder(workspaceRoot), 'uploads');
  const [first = '..', ...rest] = relative(uploads, path).split(sep);
  return first === '..' || rest.length === 0 ? undefined : join(uploads, first);
}

/** Whether these files are shared with the library instead of copied: uploads, and files taken out of an archive. */
export function isOurs(workspaceRoot: string, paths: readonly string[]): boolean {
  return paths.every((path) => isArchive(path) || uploadOf(workspaceRoot, path) !== undefined);
}

/** Whether an import that has not ended needs this folder. */
export function needsFolder(workspaceRoot: string, jobs: readonly ImportJob[], folder: string): boolean {
  const paths = jobs.filter(({ phase }) => !hasEnded(phase)).flatMap(({ payload }) => payload.paths);
  return paths.some((path) => uploadOf(workspaceRoot, path) === folder);
}

export function hasEnded(phase: ImportJob['phase']): boolean {
  return phase === 'done' || phase === 'cancelled' || phase === 'failed';
}

/**
 * Clears up after an import that has ended. Only while no child writes. May be killed and begun again: what says which
 * originals to take out goes last.
 */
export async function cleanUp(workspaceRoot: string, store: Store, library: Library, job: ImportJob): Promise<void> {
  const folder = workFolderOf(workspaceRoot, job.id);
  if (job.phase !== 'done' && (await isThere(folder.plan))) await takeBack(store, library, folder);
  for (const path of job.payload.paths) {
    const upload = uploadOf(workspaceRoot, path);
    const others = store.importJobs.list().filter(({ id }) => id !== job.id);
    if (upload !== undefined && !needsFolder(workspaceRoot, others, upload)) {
      await rm(upload, { recursive: true, force: true });
    }
  }
  await rm(folder.path, { recursive: true, force: true });
}

/** Takes originals out of the library that only this import would have used. */
async function takeBack(store: Store, library: Library, folder: WorkFolder): Promise<void> {
  let batch: string[] = [];
  const settle = async (): Promise<void> => {
    const used = store.projectImages.usedAnywhere(batch);
    for (const hash of batch) if (!used.has(hash) && (await library.has(hash))) await library.remove(hash);
    batch = [];
  };
  for await (const { hash } of readLines(folder.plan, plannedImage)) {
    batch.push(hash);
    if (batch.length >= batchLength) await settle();
  }
  await settle();
}

/** Folders of imports that the database does not know any more. */
export async function removeOrphans(workspaceRoot: string, store: Store): Promise<void> {
  const folder = temporaryFolder(workspaceRoot);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(prefix) || store.importJobs.find(name.slice(prefix.length)) !== undefined) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
