// The chain of the audit log, checked entry by entry against what each was hashed from, and against its head. Pure.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type AuditEntry, type AuditFinding, type AuditHead, emptyHead } from '../../shared/domain/audit.ts';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import { fitsHead, type HeadFile } from './audit-head.ts';
import { jsonObject, sha256 } from './schemas.ts';

/** SHA-256 of the canonical JSON of everything an entry says and of the hash before it. */
export function hashOfEntry({
  sequence,
  at,
  operator,
  kind,
  subject,
  data,
  previous,
}: Omit<AuditEntry, 'hash'>): string {
  const text = canonicalJson({ sequence, at, operator, kind, subject, data, previous });
  return createHash('sha256').update(text).digest('hex');
}

/** A row as it lies in the database: not yet believed. */
const stored = z.object({
  sequence: z.int(),
  at: z.string(),
  operator: z.string(),
  kind: z.string(),
  subject: z.string(),
  data: z.string(),
  previous: sha256,
  hash: sha256,
});

export interface ChainCheck {
  readonly finding: AuditFinding | null;
  /** The last entry that fits. */
  readonly last: AuditHead;
}

/** @param rows in order of their numbers */
export function checkChain(rows: Iterable<unknown>, head: HeadFile): ChainCheck {
  let last = emptyHead;
  /** The entry the head names, as it is found in the log. */
  let named = emptyHead;
  const found = (fault: AuditFinding['fault'], sequence: number): ChainCheck => ({
    finding: { fault, sequence },
    last,
  });
  for (const row of rows) {
    const expected = last.count + 1;
    const { success, data: values } = stored.safeParse(row);
    if (!success) return found('changed', expected);
    if (values.sequence !== expected) return found('missing', expected);
    const entry = { ...values, data: parsed(values.data) };
    if (entry.data === undefined || canonicalJson(entry.data) !== values.data) return found('changed', expected);
    if (hashOfEntry({ ...entry, data: entry.data }) !== entry.hash) return found('changed', expected);
    if (entry.previous !== last.hash) return found('unchained', expected);
    last = { count: expected, hash: entry.hash };
    if (head.state === 'read' && head.head.count === expected) named = last;
  }
  if (fitsHead(head, last)) return { finding: null, last };
  if (head.state !== 'read') return found(`head-${head.state}`, last.count);
  const { count, hash } = head.head;
  if (count > last.count) return found('cut-off', last.count + 1);
  return named.hash === hash ? found('inserted', count + 1) : found('head-differs', count);
}

function parsed(text: string) {
  try {
    return jsonObject.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
