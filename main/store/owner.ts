// Which process owns a running attempt: a lock file the operating system frees when that process dies, however it dies.
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { guard } from './failure.ts';
import { tryLock } from './file-lock.ts';

/** A claim on attempts, valid until released or until the process ends. */
export type Owner = { readonly token: string; release(): void };

/** Claims ownership beside the database. @throws NarashiError store.cannot-open, store.disk-full, … */
export function claimOwnership(databasePath: string): Owner {
  const token = randomUUID();
  const file = lockFile(databasePath, token);
  const lock = guard(databasePath, () => tryLock(file));
  if (!lock) throw new NarashiError('store.busy', { path: databasePath });
  return {
    token,
    release() {
      lock.release();
      rmSync(file, { force: true });
    },
  };
}

/**
 * Whether the process that made this claim is still there; in doubt, yes. A missing file means a released claim, or a
 * database copied from another machine. A dead owner's file is removed.
 */
export function isOwnerAlive(databasePath: string, token: string): boolean {
  const file = lockFile(databasePath, token);
  if (!existsSync(file)) return false;
  if (!canLock(file)) return true;
  rmSync(file, { force: true });
  return false;
}

function canLock(file: string): boolean {
  try {
    const lock = tryLock(file);
    lock?.release();
    return lock !== undefined;
  } catch {
    return false;
  }
}

function lockFile(databasePath: string, token: string): string {
  return `${databasePath}-owner-${token}`;
}
