// Copies that can be trusted: made while the database is in use, checked before they get their name, never overwriting.
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { Connection } from './connection.ts';
import { guard, translate } from './failure.ts';
import { checkIntegrity } from './integrity.ts';
import { checkOrigin } from './migrate.ts';

/** SQLite keeps the newest commits in files beside the database; a database is moved with them or not at all. */
const companions = ['-wal', '-shm', '-journal'] as const;

/**
 * Writes a checked copy of the database, which may stay in use, to `destination`.
 * @throws NarashiError store.backup-exists, store.disk-full, store.corrupt, …
 */
export async function backUp(connection: Connection, destination: string): Promise<void> {
  if (existsSync(destination)) throw new NarashiError('store.backup-exists', { path: destination });
  const partial = `${destination}.partial`;
  try {
    mkdirSync(dirname(destination), { recursive: true });
    remove(partial);
    await connection.copyTo(partial);
    checkCopy(partial);
    renameSync(partial, destination);
  } catch (error) {
    throw translate(error, destination);
  } finally {
    remove(partial);
  }
}

/**
 * Puts a backup in the place of the database at `path`, which no process may have open. What was there is kept beside
 * it; its new name is returned (null if there was nothing).
 * @throws NarashiError store.corrupt, store.foreign, store.from-future: the backup is not used, nothing is changed
 */
export function restoreBackup(backup: string, path: string, now: Date = new Date()): string | null {
  return guard(backup, () => {
    const incoming = `${path}.restoring`;
    try {
      mkdirSync(dirname(path), { recursive: true });
      remove(incoming);
      copyFileSync(backup, incoming);
      checkCopy(incoming);
      const kept = existsSync(path) ? setAside(path, now) : null;
      renameSync(incoming, path);
      return kept;
    } finally {
      remove(incoming);
    }
  });
}

/** The old file is copied, not moved: at no moment is there no database. Its companions must not meet the new one. */
function setAside(path: string, now: Date): string {
  const kept = `${path}.replaced-${now.toISOString().replaceAll(/\D/g, '')}`;
  copyFileSync(path, kept);
  for (const suffix of companions) if (existsSync(path + suffix)) renameSync(path + suffix, kept + suffix);
  return kept;
}

/** Checks a finished copy, and leaves it as one single file. */
function checkCopy(path: string): void {
  const database = new Database(path, { fileMustExist: true });
  try {
    checkOrigin(database, path);
    database.pragma('journal_mode = DELETE');
    checkIntegrity(new Connection(path, database, () => new Date()));
  } finally {
    database.close();
  }
}

function remove(path: string): void {
  for (const suffix of ['', ...companions]) rmSync(path + suffix, { force: true });
}
