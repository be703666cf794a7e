// Brings a database up to the newest format: one transaction per step, so that a power cut leaves a whole format.
import type Database from 'better-sqlite3';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { migrations } from './migrations/index.ts';

/** A kind of database file: how it is known, and how it came to be what it is. */
export interface Format {
  /** Marks the file as ours (SQLite's application_id). */
  readonly mark: number;
  /** Step n takes the file from version n − 1 to n; released ones are never edited. */
  readonly steps: readonly string[];
}

/** The workspace: "NRSH". */
export const workspaceFormat: Format = { mark: 0x4e525348, steps: migrations };

/**
 * Refuses a database that is not ours or that is too new, without writing to it.
 * @throws NarashiError store.foreign, store.from-future
 */
export function checkOrigin(
  database: Database.Database,
  path: string,
  supported = workspaceFormat.steps.length,
  known = workspaceFormat.mark,
): void {
  // One read transaction, so that another process creating the database meanwhile is seen before or after, not half.
  const look = database.transaction(() => ({
    found: number(database, 'user_version'),
    mark: number(database, 'application_id'),
    isEmpty: database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined,
  }));
  const { found, mark, isEmpty } = look.deferred();
  const isNew = isEmpty && found === 0 && mark === 0;
  if (!isNew && mark !== known) throw new NarashiError('store.foreign', { path });
  if (found > supported) throw new NarashiError('store.from-future', { path, found, supported });
}

/** Applies what is missing. Two processes may do this at once: each step re-reads the format under the write lock. */
export function migrate(database: Database.Database, steps = workspaceFormat.steps, mark = workspaceFormat.mark): void {
  for (const [index, sql] of steps.entries()) {
    if (number(database, 'user_version') > index) continue;
    const apply = database.transaction(() => {
      if (number(database, 'user_version') > index) return;
      database.exec(sql);
      const broken = database.prepare('PRAGMA foreign_key_check').get();
      if (broken) throw new Error(`migration ${index + 1} breaks a foreign key: ${JSON.stringify(broken)}`);
      database.pragma(`application_id = ${mark}`);
      database.pragma(`user_version = ${index + 1}`);
    });
    apply.immediate();
  }
}

function number(database: Database.Database, pragma: string): number {
  return Number(database.pragma(pragma, { simple: true }));
}
