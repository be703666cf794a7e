// Judged images of a line enter a project, where they become part of the next version of the data.
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { temporaryFolder } from '../../data/import/work-folder.ts';
import { type TakenImages, writeReviewed } from '../../inspect/review/take.ts';
import type { LineStore } from '../../store/index.ts';
import type { Importing } from '../import/importing.ts';
import type { Workspace } from '../workspace.ts';

export interface TakeReviewed {
  readonly store: LineStore;
  /** Of the line. */
  readonly folder: string;
  readonly workspace: Pick<Workspace, 'root' | 'store'>;
  readonly importing: Pick<Importing, 'importFolder'>;
  readonly projectId: number;
}

/** How many images are new in the project; those it had already keep their labels. */
export type TakenIntoProject = TakenImages & { readonly added: number };

/**
 * By the import of folders, all or nothing; they are marked as taken once they have arrived.
 * @throws NarashiError line.nothing-reviewed, line.not-taken, imports.*, projects.not-found
 */
export async function takeIntoProject(request: TakeReviewed): Promise<TakenIntoProject> {
  const { store, folder, workspace, importing, projectId } = request;
  workspace.store.projects.get(projectId);
  const target = join(temporaryFolder(workspace.root), `line-${randomUUID()}`);
  await mkdir(target, { recursive: true });
  try {
    const taken = await writeReviewed(store, folder, target);
    const added = await importing.importFolder(projectId, target).then(
      (state) => state.added ?? 0,
      (error: unknown) => {
        // The project has all of them already.
        if (error instanceof NarashiError && error.code === 'imports.nothing-chosen') return 0;
        throw error;
      },
    );
    store.reviews.markTaken(taken.parts);
    return { ...taken, added };
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}

/** By number or by name. @throws NarashiError line.no-project */
export function projectOf({ store }: Pick<Workspace, 'store'>, given: string): number {
  const projects = store.projects.list();
  const found = projects.find(({ id, settings }) => settings.name === given || String(id) === given);
  if (found) return found.id;
  const known = projects.map(({ settings }) => settings.name).join(', ');
  throw new NarashiError('line.no-project', { name: given, known: known || '–' });
}
