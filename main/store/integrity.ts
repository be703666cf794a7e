// Is the file whole? SQLite's own check of every page and index, and of every reference between tables.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Connection } from './connection.ts';

const verdictRow = z.object({ integrity_check: z.string() });
const referenceRow = z.object({ table: z.string(), parent: z.string() });

/** Reads the whole database. @throws NarashiError store.corrupt with the first finding */
export function checkIntegrity(connection: Connection): void {
  const [first] = connection.all(verdictRow, 'PRAGMA integrity_check(1)');
  if (first?.integrity_check !== 'ok') throw corrupt(connection, first?.integrity_check ?? 'no answer');
  const [broken] = connection.all(referenceRow, 'PRAGMA foreign_key_check');
  if (broken) throw corrupt(connection, `a row of ${broken.table} refers to a missing row of ${broken.parent}`);
}

function corrupt(connection: Connection, reason: string): NarashiError {
  return new NarashiError('store.corrupt', { path: connection.path, reason });
}
