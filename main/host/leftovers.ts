// What a start that was killed left behind among the temporary files of the workspace.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { uploadFolder } from './http/uploads.ts';

/**
 * Removes uploads that nobody needs any more, downloads nobody can fetch any more, half backups and measurements. Only while no app
 * is open.
 */
export async function removeLeftovers(workspaceRoot: string, isNeeded: (upload: string) => boolean): Promise<void> {
  const folder = join(workspaceRoot, 'tmp');
  const [all, uploads] = await Promise.all([entries(folder), entries(uploadFolder(workspaceRoot))]);
  const own = all.filter((path) => /[/\\](?:downloads|(?:backup|measure)-[^/\\]*)$/u.test(path));
  for (const path of [...own, ...uploads.filter((upload) => !isNeeded(upload))]) {
    await rm(path, { recursive: true, force: true });
  }
}

async function entries(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name));
}
