// Puts an unpacked backup in the place of the workspace's contents, when nothing has them open. Once the marker is
// written it is carried through, however often it is interrupted; before that the old contents are untouched.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { auditHeadName, tryLock } from '../../store/index.ts';
import { backupFolders, databaseName, keyFolder } from './manifest.ts';

/**
 * SQLite keeps the newest commits beside the database, and the audit log its head: they leave before it does and never
 * meet the new one.
 */
const replaced = [auditHeadName, ...['-wal', '-shm', '-journal'].map((suffix) => databaseName + suffix)];
const parts = [databaseName, ...backupFolders, keyFolder];

const markerSchema = z.object({
  /** Folder of the unpacked backup, beside the marker. */
  incoming: z.string().regex(/^[\w-]+$/),
  /** Folder below `replaced` that the old contents go to. */
  kept: z.string().regex(/^[\w-]+$/),
  /** When the backup was made, and the name of its file. */
  createdAt: z.string(),
  name: z.string(),
});
type Marker = z.infer<typeof markerSchema>;

export interface Swapped {
  readonly createdAt: string;
  readonly name: string;
  /** Where the old contents are. */
  readonly kept: string;
}

const restoreFolder = (root: string) => join(root, 'restore');
const markerPath = (root: string) => join(restoreFolder(root), 'ready.json');

/** Where a backup is to be unpacked. */
export function incomingFolder(root: string, name: string): string {
  return join(restoreFolder(root), name);
}

/** From here on the backup unpacked in `incoming` is the workspace's content: `finishSwap` makes it so. */
export function markReady(root: string, backup: Omit<Marker, 'kept'>, now: Date): void {
  const kept = now.toISOString().replaceAll(/[^\dT]/g, '');
  const marker: Marker = { ...backup, kept };
  const temporary = `${markerPath(root)}.tmp`;
  syncFolder(incomingFolder(root, backup.incoming));
  const file = openSync(temporary, 'w');
  writeFileSync(file, JSON.stringify(marker));
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, markerPath(root));
  syncFolder(restoreFolder(root));
}

/**
 * Carries a restore through where one is ready. Call it before anything in the workspace is opened, and `endSwap` once
 * the restored workspace says of itself that it is one: until then every start finds it again.
 * @param onStep called before every change on the disk, in tests
 * @throws NarashiError system.restore-under-way
 */
export function finishSwap(root: string, onStep: (step: string) => void = () => undefined): Swapped | undefined {
  if (!existsSync(restoreFolder(root))) return undefined;
  const lock = tryLock(join(root, 'restore.lock'));
  if (!lock) throw new NarashiError('system.restore-under-way', { path: root });
  try {
    return swap(root, onStep);
  } finally {
    lock.release();
  }
}

function swap(root: string, onStep: (step: string) => void): Swapped | undefined {
  // Without a marker what lies there may be a backup that is being unpacked.
  if (!existsSync(markerPath(root))) return undefined;
  const { incoming, kept, createdAt, name } = markerSchema.parse(JSON.parse(readFileSync(markerPath(root), 'utf8')));
  const aside = join(root, 'replaced', kept);
  mkdirSync(aside, { recursive: true });
  const move = (from: string, to: string) => {
    onStep(`${from} → ${to}`);
    renameSync(from, to);
  };
  const setAside = (name: string) => {
    if (existsSync(join(root, name))) move(join(root, name), freeName(join(aside, name)));
  };
  for (const part of parts) {
    const unpacked = join(incomingFolder(root, incoming), part);
    // Done before an interruption.
    if (!existsSync(unpacked)) continue;
    for (const companion of part === databaseName ? replaced : []) setAside(companion);
    setAside(part);
    move(unpacked, join(root, part));
  }
  for (const folder of [aside, root]) syncFolder(folder);
  return { createdAt, name, kept: aside };
}

/** Nothing is left to be done for the restore. */
export function endSwap(root: string): void {
  rmSync(markerPath(root), { force: true });
  rmSync(restoreFolder(root), { recursive: true, force: true });
}

/** Clears away what an unpacking that was killed left behind. Only while none goes on. */
export function removeUnpacked(root: string): void {
  if (!existsSync(markerPath(root))) rmSync(restoreFolder(root), { recursive: true, force: true });
}

function freeName(path: string): string {
  for (let number = 2, free = path; ; number++) {
    if (!existsSync(free)) return free;
    free = `${path}-${number}`;
  }
}

/** Windows has no way to, and needs none. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
