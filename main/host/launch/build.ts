// Parts of the program that are built from sources: built again where they are missing or older than their sources.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { NarashiError } from '../../../shared/contract/errors/index.ts';

export interface BuiltPart {
  /** Folder of the result, relative to the program's. */
  readonly folder: string;
  readonly config: string;
  readonly sources: readonly string[];
}

export const page: BuiltPart = {
  folder: 'dist/renderer',
  config: 'vite.config.ts',
  sources: ['renderer', 'shared', 'docs/guide', 'docs/images', 'vite.config.ts', 'package-lock.json'],
};

/** Electron's main and preload script. */
export const electronParts: BuiltPart = {
  folder: 'dist/electron',
  config: 'vite.electron.config.ts',
  sources: ['main', 'shared', 'vite.electron.config.ts', 'package-lock.json'],
};

const stampName = '.built';

/** Builds where needed; `onBuild` is called before that. @throws NarashiError host.page-missing */
export async function ensureBuilt(root: string, part: BuiltPart, onBuild: () => void): Promise<string> {
  const folder = join(root, part.folder);
  if (!(await isStale(root, part))) return folder;
  onBuild();
  const next = `${folder}-${process.pid}`;
  const previous = `${next}-old`;
  try {
    await runVite(root, part.config, next);
    await writeFile(join(next, stampName), '');
    await replaceFolder(next, folder, previous);
  } finally {
    for (const left of [next, previous]) await rm(left, { recursive: true, force: true });
  }
  return folder;
}

/** Another start may be doing the same: whoever comes last stays. */
async function replaceFolder(next: string, folder: string, previous: string, attempts = 5): Promise<void> {
  try {
    await rename(folder, previous).catch(() => undefined);
    await rename(next, folder);
  } catch (error) {
    if (attempts === 0) throw error;
    await rm(previous, { recursive: true, force: true });
    await replaceFolder(next, folder, previous, attempts - 1);
  }
}

/** Without its sources, as in an installed program, a result is never stale. */
async function isStale(root: string, { folder, sources, config }: BuiltPart): Promise<boolean> {
  const stamp = await stat(join(root, folder, stampName)).catch(() => undefined);
  if (!existsSync(join(root, config))) return false;
  if (!stamp) return true;
  const times = await Promise.all(sources.map((source) => newest(join(root, source))));
  return Math.max(...times) > stamp.mtimeMs;
}

/** Folders count too: a file taken out changes only its folder. */
async function newest(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const entries = await readdir(path);
  const times = await Promise.all(entries.map((entry) => newest(join(path, entry))));
  return Math.max(found.mtimeMs, ...times);
}

async function runVite(root: string, config: string, folder: string): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  if (!existsSync(vite)) throw new NarashiError('host.page-missing', { reason: 'vite' });
  await mkdir(folder, { recursive: true });
  const args = [vite, 'build', '--config', config, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
  // Whoever asks, such as a test: what is built is the product.
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [code, said, complained] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) {
    throw new NarashiError('host.page-missing', { reason: `${complained}${said}`.trim().slice(0, 2_000) });
  }
}
