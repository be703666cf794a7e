// SQLite and file-system failures → the sentence a person can act on.
import Database from 'better-sqlite3';
import { NarashiError } from '../../shared/contract/errors/index.ts';

/** Runs `body`; failures of SQLite or the disk come out as NarashiError naming the database file. */
export function guard<T>(path: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw translate(error, path);
  }
}

/** The error to show for `error`; broken constraints and programming errors come back unchanged. */
export function translate(error: unknown, path: string): unknown {
  const code = codeOf(error);
  const reason = error instanceof Error ? error.message : String(error);
  for (const [pattern, build] of table) if (pattern.test(code)) return build(path, reason, error);
  return error;
}

/** Whether a UNIQUE or PRIMARY KEY rule refused a row. */
export function isDuplicate(error: unknown): boolean {
  return /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(codeOf(error));
}

/** Whether another process holds the file. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  if (error instanceof Database.SqliteError) return error.code;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}

type Build = (path: string, reason: string, cause: unknown) => NarashiError;

/** First match wins; codes are SQLite's extended result codes or errno names. */
const table: readonly (readonly [RegExp, Build])[] = [
  [/^SQLITE_(CORRUPT|NOTADB)/, (path, reason, cause) => new NarashiError('store.corrupt', { path, reason }, { cause })],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)$/, (path, _, cause) => new NarashiError('store.disk-full', { path }, { cause })],
  [/^(SQLITE_READONLY|EROFS)/, (path, _, cause) => new NarashiError('store.read-only', { path }, { cause })],
  [/^SQLITE_(BUSY|LOCKED)/, (path, _, cause) => new NarashiError('store.busy', { path }, { cause })],
  [
    /^(SQLITE_(CANTOPEN|PERM|AUTH)|EACCES|EPERM|ENOTDIR|ENOENT|EEXIST|EISDIR|ENAMETOOLONG|ELOOP)/,
    (path, reason, cause) => new NarashiError('store.cannot-open', { path, reason }, { cause }),
  ],
  [/^(SQLITE_IOERR|EIO)/, (path, reason, cause) => new NarashiError('store.disk-error', { path, reason }, { cause })],
];
