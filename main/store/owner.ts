// Which process owns a running attempt: a lock file the operating system frees when that process dies, however it dies.
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { guard } from './failure.ts';

/** A claim on attempts, valid until released or until the process ends. */
export type Owner = { readonly token: string; release(): void };

/**
 * Claims ownership beside the database. The lock is SQLite's own exclusive file lock, so it works alike on Windows,
 * macOS and Linux and, unlike a process id, cannot be mistaken for that of a later process after a reboot.
 * @throws NarashiError store.cannot-open, store.disk-full, …
 */
export function claimOwnership(databasePath: string): Owner {
  const token = randomUUID();
  const file = lockFile(databasePath, token);
  const lock = guard(databasePath, () => new Database(file));
  guard(databasePath, () => lock.exec('BEGIN EXCLUSIVE'));
  return {
    token,
    release() {
      lock.close();
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
    const probe = new Database(file, { fileMustExist: true, timeout: 0 });
    try {
      probe.exec('BEGIN EXCLUSIVE');
      return true;
    } finally {
      probe.close();
    }
  } catch {
    return false;
  }
}

function lockFile(databasePath: string, token: string): string {
  return `${databasePath}-owner-${token}`;
}
