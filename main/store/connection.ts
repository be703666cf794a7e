// The one door to SQLite: prepared statements, rows validated as they come out, transactions, failures translated.
import type Database from 'better-sqlite3';
import type { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { guard } from './failure.ts';
import { reasonOf } from './schemas.ts';

/** Values for the `:name` places of a statement. Keys it does not name are ignored. */
export type Values = Readonly<Record<string, string | number | null | Uint8Array>>;

/** Something beside the database that has to say the same as it. */
export interface CommitStep {
  /** The last step before the commit; an error it throws undoes the transaction. */
  prepare(): void;
  /** After the commit, or after everything was undone. Must not throw. */
  end(isCommitted: boolean): void;
}

/** Prepared statements kept; imports make some of their own, so the number has to have an end. */
const statementLimit = 200;

export class Connection {
  readonly path: string;
  readonly #database: Database.Database;
  readonly #now: () => Date;
  readonly #statements = new Map<string, Database.Statement<[Values]>>();
  readonly #steps = new Set<CommitStep>();

  constructor(path: string, database: Database.Database, now: () => Date) {
    this.path = path;
    this.#database = database;
    this.#now = now;
  }

  /** The time to write into a row: UTC, ISO 8601. */
  now(): string {
    return this.#now().toISOString();
  }

  /** Runs one writing statement. `id` is the row inserted, if it inserted one. */
  run(sql: string, values: Values = {}): { changes: number; id: number } {
    const result = guard(this.path, () => this.#prepare(sql).run(values));
    return { changes: result.changes, id: Number(result.lastInsertRowid) };
  }

  /** The first row, validated, or undefined. @throws NarashiError store.unreadable-row */
  get<T>(row: z.ZodType<T>, sql: string, values: Values = {}): T | undefined {
    const found = guard(this.path, () => this.#prepare(sql).get(values));
    return found === undefined ? undefined : read(row, found);
  }

  /** All rows, validated; callers page through long lists. @throws NarashiError store.unreadable-row */
  all<T>(row: z.ZodType<T>, sql: string, values: Values = {}): T[] {
    return guard(this.path, () => this.#prepare(sql).all(values)).map((found) => read(row, found));
  }

  /** All of `body` is committed, or none of it. It takes the write lock at once and may be nested. */
  transaction<T>(body: () => T): T {
    const run = (work: () => T) => guard(this.path, () => this.#database.transaction(work).immediate());
    if (this.#database.inTransaction) return run(body);
    let isCommitted = false;
    try {
      const result = run(() => {
        const value = body();
        for (const step of this.#steps) step.prepare();
        return value;
      });
      isCommitted = true;
      return result;
    } finally {
      const steps = [...this.#steps];
      this.#steps.clear();
      for (const step of steps) step.end(isCommitted);
    }
  }

  /** Adds a step to the transaction under way, once. */
  onCommit(step: CommitStep): void {
    this.#steps.add(step);
  }

  /** Runs statements that return nothing and are not worth keeping prepared. */
  execute(sql: string): void {
    guard(this.path, () => this.#database.exec(sql));
  }

  /** Copies the database page by page while it stays in use. */
  async copyTo(file: string): Promise<void> {
    await this.#database.backup(file);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): Database.Statement<[Values]> {
    const known = this.#statements.get(sql);
    if (known) return known;
    if (this.#statements.size >= statementLimit) this.#statements.clear();
    const statement = this.#database.prepare<[Values]>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function read<T>(row: z.ZodType<T>, found: unknown): T {
  const result = row.safeParse(found);
  if (!result.success) throw new NarashiError('store.unreadable-row', { reason: reasonOf(result.error) });
  return result.data;
}
