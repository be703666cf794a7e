// Which process owns a running attempt: a lock file the operating system frees when that process dies, however it dies.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';

/** A claim on attempts, valid until released or until the process ends. */
export type Owner = { readonly token: string; release(): void };

/**
 * Claims ownership beside the database. The lock is SQLite's own exclusive file lock, so it works alike on Windows,
 * macOS and Linux and, unlike a process id, cannot be mistaken for that of a later process after a reboot.
 */
export function claimOwnership(databasePath: string): Owner {
  const token = randomUUID();
  const file = lockFile(databasePath, token);
  const lock = new Database(file);
  lock.exec('BEGIN EXCLUSIVE');
  return {
    token,
    release() {
      lock.close();
      rmSync(file, { force: true });
    },
  };
}

/** Whether the process that made this claim is still there. A dead owner's lock file is removed. */
export function isOwnerAlive(databasePath: string, token: string): boolean {
  const file = lockFile(databasePath, token);
  const probe = openExisting(file);
  if (!probe) return false;
  try {
    probe.exec('BEGIN EXCLUSIVE');
  } catch {
    return true;
  } finally {
    probe.close();
  }
  rmSync(file, { force: true });
  return false;
}

/** A missing file means a released claim, or a database copied from another machine. */
function openExisting(file: string): Database.Database | undefined {
  try {
    return new Database(file, { fileMustExist: true, timeout: 0 });
  } catch {
    return undefined;
  }
}

function lockFile(databasePath: string, token: string): string {
  return `${databasePath}-owner-${token}`;
}
