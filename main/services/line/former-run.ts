// The training that a retraining repeats: of the approved model, else of the model in use on the line, else the newest.
import type { Run } from '../../../shared/domain/run.ts';
import { peekManifest } from '../../export/package/head.ts';
import { packageInUse } from '../../inspect/model-slot.ts';
import { liveModelOf } from '../registry/line.ts';
import type { Workspace } from '../workspace.ts';
import { lineFolder } from './line-form.ts';

/** Undefined where the project has no finished training. @throws NarashiError projects.not-found, store.run-not-found */
export async function formerRunOf(
  { store, root }: Pick<Workspace, 'store' | 'root'>,
  projectId: number,
  asked?: number,
): Promise<Run | undefined> {
  if (asked !== undefined) return store.runs.get(asked);
  const live = liveModelOf(store, projectId);
  if (live) return store.runs.get(live.runId);
  const done = store.runs.list('done', projectId);
  const onLine = await runInUse(lineFolder(root, projectId));
  const newest = done.toSorted((one, other) => other.id - one.id)[0];
  return done.find(({ id }) => id === onLine) ?? newest;
}

/** By its package, which may come from another workspace. */
async function runInUse(folder: string): Promise<number | undefined> {
  const path = await packageInUse(folder).catch(() => undefined);
  const manifest = path === undefined ? undefined : await peekManifest(path).catch(() => undefined);
  return manifest?.run.id;
}
