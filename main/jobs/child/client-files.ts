// The client programs that go into every package, as they lie in resources/clients.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Members } from '../../export/package/container.ts';

const folder = fileURLToPath(new URL('../../../resources/clients/', import.meta.url));

export async function clientFiles(): Promise<Members> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.sort().map(async (path) => {
      const member = `clients/${relative(folder, path).split(sep).join('/')}`;
      return [member, new Uint8Array(await readFile(path))] as const;
    }),
  );
  return new Map(files);
}
