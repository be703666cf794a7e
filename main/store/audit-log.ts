// The audit log: who decided what about a model, and when. Entries are added, hash each other, and are never changed.
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import {
  type AuditDraft,
  type AuditEntry,
  type AuditHead,
  type AuditReport,
  auditKinds,
  emptyHead,
} from '../../shared/domain/audit.ts';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import { checkChain, hashOfEntry } from './audit-chain.ts';
import { auditHeadName, describeHead, fitsHead, type HeadFile, readHead, writeHead } from './audit-head.ts';
import type { CommitStep, Connection } from './connection.ts';
import { check, filledText, jsonColumn, jsonObject, sha256 } from './schemas.ts';
import { Settings } from './settings.ts';

const draftSchema = z.object({ kind: z.enum(auditKinds), subject: filledText, data: jsonObject });
const row: z.ZodType<AuditEntry> = z.object({
  sequence: z.int(),
  at: z.string(),
  operator: z.string(),
  kind: z.string(),
  subject: z.string(),
  data: jsonColumn(jsonObject),
  previous: sha256,
  hash: sha256,
});
const select = `SELECT sequence, at, operator, kind, subject, data, lower(hex(previous)) AS previous,
  lower(hex(hash)) AS hash FROM audit`;
const headRow = z.object({ count: z.int(), hash: sha256 });
const pageSize = 1_000;

export interface AuditQuery {
  readonly kind?: string | undefined;
  readonly subject?: string | undefined;
  /** Only entries older than this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export class AuditLog {
  readonly #connection: Connection;
  readonly #headPath: string;
  /** Where the log was before the transaction under way added to it. */
  #base: AuditHead | undefined;
  /** The head must never say less than the log: it names both before the commit, and the new one alone after it. */
  readonly #step: CommitStep = {
    prepare: () => {
      if (this.#base) writeHead(this.#headPath, this.#base, this.#last());
    },
    end: () => {
      this.#base = undefined;
      this.settle();
    },
  };

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#headPath = join(dirname(connection.path), auditHeadName);
  }

  /**
   * Adds an entry in the name of the operator that is set now; it is committed with the transaction under way.
   * @throws NarashiError store.invalid; audit.head-differs where the log is not as its head says
   */
  append(draft: AuditDraft): AuditEntry {
    return this.#connection.transaction(() => {
      this.requireFit();
      return this.#add(draft);
    });
  }

  /** For what cannot be undone once the log refuses its entry. @throws NarashiError audit.head-differs */
  requireFit(): void {
    this.#connection.transaction(() => {
      if (this.#base || fitsHead(readHead(this.#headPath), this.#last())) return;
      throw new NarashiError('audit.head-differs', {});
    });
  }

  /**
   * Goes on from the log as it is, whatever the head says: the entry names the head that it replaces.
   * @param replaced the head that was set aside; the one beside the database when absent
   * @throws NarashiError store.invalid
   */
  goOn({ kind, subject, data }: AuditDraft, replaced: HeadFile = readHead(this.#headPath)): AuditEntry {
    return this.#connection.transaction(() =>
      this.#add({ kind, subject, data: { ...data, replaced: describeHead(replaced) } }),
    );
  }

  /** Newest first. */
  list({ kind, subject, before, limit }: AuditQuery): AuditEntry[] {
    return this.#connection.all(
      row,
      `${select} WHERE (:kind IS NULL OR kind = :kind) AND (:subject IS NULL OR subject = :subject)
       AND (:before IS NULL OR sequence < :before) ORDER BY sequence DESC LIMIT :limit`,
      { kind: kind ?? null, subject: subject ?? null, before: before ?? null, limit },
    );
  }

  /** @throws NarashiError store.unreadable-row */
  get(sequence: number): AuditEntry {
    const found = this.#connection.get(row, `${select} WHERE sequence = :sequence`, { sequence });
    if (!found) throw new NarashiError('store.unreadable-row', { reason: `audit entry ${sequence}` });
    return found;
  }

  /** Reads and recomputes all of it. */
  verify(): AuditReport {
    // No entry comes between the log and its head.
    return this.#connection.transaction(() => {
      const { finding, last } = checkChain(this.#stored(), readHead(this.#headPath));
      return { entries: last.count, hash: last.hash, finding, gaps: this.#gaps(last.count) };
    });
  }

  /** Ends what a power cut left between the log and its head. What fails here is tried again at the next entry. */
  settle(): void {
    try {
      const file = readHead(this.#headPath);
      if (file.state !== 'read' || !file.next) return;
      this.#connection.transaction(() => {
        const now = readHead(this.#headPath);
        const last = this.#last();
        if (now.state === 'read' && now.next && fitsHead(now, last)) writeHead(this.#headPath, last);
      });
    } catch {
      // The head that names both is as true as the one that names the last alone.
    }
  }

  #add(draft: AuditDraft): AuditEntry {
    const { kind, subject, data } = check(draftSchema, draft, `audit entry ${draft.kind}`);
    const { count, hash: previous } = this.#last();
    this.#base ??= { count, hash: previous };
    this.#connection.onCommit(this.#step);
    const { operator } = new Settings(this.#connection).app();
    const content = { sequence: count + 1, at: this.#connection.now(), operator, kind, subject, data, previous };
    const entry = { ...content, hash: hashOfEntry(content) };
    this.#connection.run(
      `INSERT INTO audit (sequence, at, operator, kind, subject, data, previous, hash)
       VALUES (:sequence, :at, :operator, :kind, :subject, :data, unhex(:previous), unhex(:hash))`,
      { ...entry, data: canonicalJson(data) },
    );
    return entry;
  }

  #last(): AuditHead {
    const sql = 'SELECT sequence AS count, lower(hex(hash)) AS hash FROM audit ORDER BY sequence DESC LIMIT 1';
    return this.#connection.get(headRow, sql) ?? emptyHead;
  }

  /** As they lie there, not yet believed. */
  *#stored(): Generator<unknown> {
    const page = z.object({ sequence: z.int() }).loose();
    for (let after = Number.MIN_SAFE_INTEGER; ; ) {
      const rows = this.#connection.all(page, `${select} WHERE sequence > :after ORDER BY sequence LIMIT ${pageSize}`, {
        after,
      });
      yield* rows;
      const last = rows.at(-1);
      if (!last) return;
      after = last.sequence;
    }
  }

  #gaps(entries: number): AuditReport['gaps'] {
    const sql = `${select} WHERE kind IN ('workspace.restored', 'audit.continued') AND sequence <= :entries
      ORDER BY sequence`;
    return this.#connection
      .all(row, sql, { entries })
      .map(({ sequence, at, operator, kind, data }) => ({ sequence, at, operator, kind, data }));
  }
}
