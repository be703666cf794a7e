// What the operating system says when a folder cannot be written, as a sentence a person can act on.
import { NarashiError } from '../../shared/contract/errors/index.ts';

const notWritable: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT', 'EEXIST']);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The system's own short name for it (`EACCES`), the same in every language. */
export function markOf(error: unknown): string {
  return codeOf(error) || (error instanceof Error ? error.name : '');
}

export function isDiskFull(error: unknown): boolean {
  return /^(ENOSPC|EDQUOT)$/.test(codeOf(error));
}

/** `records`: how many images are safely stored. */
export function diskError(error: unknown, folder: string, records: number): NarashiError {
  if (error instanceof NarashiError) return error;
  const code = codeOf(error);
  if (isDiskFull(error)) return new NarashiError('data.disk-full', { folder, records }, { cause: error });
  const data = { folder, reason: reasonOf(error) };
  return new NarashiError(notWritable.has(code) ? 'data.folder-not-writable' : 'data.cache-unreadable', data, {
    cause: error,
  });
}
