// Opening the database file: never over a damaged, foreign or newer one, and so that a committed row survives power loss.
import { mkdirSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Connection } from './connection.ts';
import { guard } from './failure.ts';
import { fold } from './fold.ts';
import { checkOrigin, type Format, migrate, workspaceFormat } from './migrate.ts';

/** How long a statement waits for another process's write before it gives up. */
const patienceMilliseconds = 5_000;

/**
 * Opens the database, creating file and folder where there is none, and brings it to the newest format.
 * `now` is the clock behind every stored time.
 * @throws NarashiError store.corrupt, store.foreign, store.from-future, store.cannot-open, store.disk-full, …
 */
export function openDatabase(
  path: string,
  now: () => Date = () => new Date(),
  format: Format = workspaceFormat,
): Connection {
  return guard(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    const database = new Database(path, { timeout: patienceMilliseconds });
    try {
      checkOrigin(database, path, format.steps.length, format.mark);
      for (const setting of settings) database.pragma(setting);
      database.function('fold', { deterministic: true }, (text: unknown) => fold(String(text ?? '')));
      migrate(database, format.steps, format.mark);
      return new Connection(realpathSync(path), database, now);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/**
 * WAL: readers never wait for the writer, and a torn write is discarded as a whole at the next start.
 * synchronous = FULL: every commit is on the disk before it returns. NORMAL would keep the file sound but could lose
 * the last commits at a power cut, and a plant PC is switched off at the wall; we commit a few times per epoch, so the
 * price is nothing. fullfsync asks macOS for the same (elsewhere without effect).
 */
const settings = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'fullfsync = ON',
  'checkpoint_fullfsync = ON',
  'foreign_keys = ON',
  'trusted_schema = OFF',
] as const;
