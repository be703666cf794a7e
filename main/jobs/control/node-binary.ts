// Which Node runs the children: a real one, never Electron, whose allocator ends the process at 2 GB.
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NarashiError } from '../../../shared/contract/errors/index.ts';

/** Where the search looks; replaceable for tests. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Electron's folder of packed resources. */
  readonly resources: string | undefined;
  readonly root: string;
  readonly execPath: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly exists: (path: string) => boolean;
}

/** The first Node that starts this program's TypeScript as it is. */
const LEAST = [22, 18] as const;

/** NARASHI_NODE, else the Node in the installed program, the pinned one of npm, or the one that runs this. @throws NarashiError jobs.no-node */
export function findNode(around: Surroundings = here()): string {
  const { environment, resources, root, execPath, versions, platform, exists } = around;
  const binary = platform === 'win32' ? 'node.exe' : 'node';
  if (environment.NARASHI_NODE) return environment.NARASHI_NODE;
  const places = [
    ...(resources === undefined ? [] : [join(resources, 'node', binary)]),
    join(root, 'node_modules', 'node', 'bin', binary),
  ];
  const found = places.find(exists);
  if (found !== undefined) return found;
  const [major = 0, minor = 0] = (versions.node ?? '').split('.').map(Number);
  const recent = major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
  if (versions.electron === undefined && recent) return execPath;
  throw new NarashiError('jobs.no-node', { places: places.join(', ') });
}

/** A file of the program that another process can open: one beside the packed archive, not in it. */
export function outsideArchive(path: string): string {
  return path.replace(`${sep}app.asar${sep}`, `${sep}app.asar.unpacked${sep}`);
}

function here(): Surroundings {
  const resources = 'resourcesPath' in process ? process.resourcesPath : undefined;
  return {
    environment: process.env,
    resources: typeof resources === 'string' ? resources : undefined,
    root: outsideArchive(fileURLToPath(new URL('../../../', import.meta.url))),
    execPath: process.execPath,
    versions: process.versions,
    platform: process.platform,
    exists: existsSync,
  };
}
