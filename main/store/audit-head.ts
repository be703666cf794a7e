// The head of the audit log, in a file beside the database: how many entries there are and the hash of the last one.
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type AuditHead, emptyHead } from '../../shared/domain/audit.ts';
import type { JsonObject } from '../../shared/domain/run.ts';

export const auditHeadName = 'audit.head';

export type HeadFile =
  | { readonly state: 'missing' }
  /** Not a single byte may differ from what is written here. */
  | { readonly state: 'unreadable' }
  | {
      readonly state: 'read';
      readonly head: AuditHead;
      /** Where the log is to go with the commit under way; a power cut leaves the log at the one or the other. */
      readonly next: AuditHead | null;
    };

const pattern = (() => {
  const head = '"count":(0|[1-9]\\d{0,14}),"hash":"([0-9a-f]{64})"';
  return new RegExp(`^\\{${head}(?:,"next":\\{${head}\\})?\\}\\n$`);
})();

export function readHead(path: string): HeadFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { state: isGone ? 'missing' : 'unreadable' };
  }
  const found = pattern.exec(bytes.toString('latin1'));
  if (!found) return { state: 'unreadable' };
  const [, count = '', hash = '', nextCount, nextHash = ''] = found;
  const next = nextCount === undefined ? null : { count: Number(nextCount), hash: nextHash };
  return { state: 'read', head: { count: Number(count), hash }, next };
}

/** On the disk when it returns, whole or not at all. */
export function writeHead(path: string, { count, hash }: AuditHead, next: AuditHead | null = null): void {
  const text = JSON.stringify({ count, hash, ...(next ? { next: { count: next.count, hash: next.hash } } : {}) });
  const temporary = `${path}.tmp`;
  try {
    const file = openSync(temporary, 'w');
    try {
      writeFileSync(file, `${text}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** Whether the log may end with this entry. */
export function fitsHead(file: HeadFile, last: AuditHead): boolean {
  if (file.state !== 'read') return file.state === 'missing' && last.count === emptyHead.count;
  return [file.head, file.next].some((head) => head?.count === last.count && head.hash === last.hash);
}

/** For an entry that replaces it. */
export function describeHead(file: HeadFile): JsonObject {
  return file.state === 'read' ? { state: 'read', ...file.head } : { state: file.state };
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
