// A workspace with everything a backup has to keep: rows, originals, a run's files; and things it leaves out.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Library } from '../../../main/data/library.ts';
import type { AppContext } from '../../../main/services/context.ts';
import { Downloads } from '../../../main/services/downloads.ts';
import { Grants } from '../../../main/services/grants.ts';
import { openWorkspace, type Workspace } from '../../../main/services/workspace.ts';
import { contracts } from '../../../shared/contract/index.ts';
import { createEvents } from '../../../shared/rpc/events.ts';

export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'narashi-workspace-'));
}

/** The same content for the same `word`; different words differ in rows, originals and runs. */
export async function fillWorkspace(root: string, word: string): Promise<void> {
  const workspace = openWorkspace(root);
  try {
    workspace.store.settings.changeApp({ operator: word });
    for (const name of ['first', 'second']) {
      const bytes = Buffer.from(`${name} ${word}`);
      await new Library(root).add(bytes, createHash('sha256').update(bytes).digest('hex'));
    }
    await writeFile(join(workspace.runFolder(1), 'model.onnx'), `model ${word}`);
    await writeFile(join(workspace.runFolder(1), 'checkpoint.narashi'), Buffer.alloc(200_000, word));
    await writeFile(join(workspace.runFolder(1), 'model.onnx.99.tmp'), 'half written');
    for (const path of ['keys/site-key.json', 'cache/64/pixels', 'thumbnails/aa/x.webp', 'notes.txt']) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), word);
    }
  } finally {
    workspace.close();
  }
}

/** What counts of a workspace: the operator among its rows, and every original, run file and key. */
export async function contentsOf(root: string): Promise<Record<string, string>> {
  const workspace = openWorkspace(root);
  const operator = workspace.store.settings.app().operator;
  workspace.store.checkIntegrity();
  workspace.close();
  const files: Record<string, string> = { operator };
  for (const folder of ['library', 'runs', 'keys']) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile() || entry.name.endsWith('.tmp')) continue;
      const path = join(entry.parentPath, entry.name);
      files[path.slice(root.length + 1)] = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
    }
  }
  return files;
}

export interface TestContext {
  readonly context: AppContext;
  readonly events: { readonly name: string; readonly value: unknown }[];
  readonly eventFailures: string[];
  close(): Promise<void>;
}

/** All that services share, over a workspace; its events are kept. */
export function contextOver(workspace: Workspace): TestContext {
  const events: { name: string; value: unknown }[] = [];
  const eventFailures: string[] = [];
  const source = createEvents(contracts, (reason) => eventFailures.push(reason));
  source.subscribe((name, value) => events.push({ name, value }));
  const context = { workspace, grants: new Grants(), downloads: new Downloads(), emit: source.emit };
  return {
    context,
    events,
    eventFailures,
    async close() {
      workspace.close();
      await rm(workspace.root, { recursive: true, force: true });
    },
  };
}
