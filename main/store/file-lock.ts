// A lock that the operating system frees when its process dies, however it dies: SQLite's own exclusive file lock. It
// works alike on Windows, macOS and Linux and, unlike a process id, cannot be mistaken for that of a later process.
import Database from 'better-sqlite3';
import { isBusy } from './failure.ts';

export interface FileLock {
  release(): void;
}

/** Takes the lock on a file of its own, made where it is missing; undefined while another holds it. */
export function tryLock(file: string): FileLock | undefined {
  const database = new Database(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}
