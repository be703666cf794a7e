// The open database of a line, with its parts, its changes of model, and how far others were told.
import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { Connection } from '../connection.ts';
import { openDatabase } from '../database.ts';
import { total } from '../schemas.ts';
import { Checks } from './checks.ts';
import { lineFormat } from './format.ts';
import { Parts } from './parts.ts';
import { Reviews } from './reviews.ts';
import { Windows } from './windows.ts';

const change = z.object({
  id: z.int(),
  at: z.string(),
  action: z.enum(['load', 'swap', 'rollback', 'refuse']),
  name: z.string(),
  sha256: z.string(),
  reason: z.string(),
});
export type ModelChange = z.infer<typeof change>;

export class LineStore {
  readonly parts: Parts;
  readonly checks: Checks;
  readonly reviews: Reviews;
  readonly windows: Windows;
  readonly #connection: Connection;
  #syncing: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.parts = new Parts(connection);
    this.checks = new Checks(connection);
    this.reviews = new Reviews(connection);
    this.windows = new Windows(connection);
  }

  /**
   * Resolves once all that was recorded before is on the disk, also after a power cut. Callers share one write: those that
   * come while one goes on wait for the next.
   */
  durable(): Promise<void> {
    if (!this.#syncing) {
      this.#syncing = syncLog(`${this.#connection.path}-wal`).finally(() => {
        this.#syncing = undefined;
      });
      return this.#syncing;
    }
    this.#next ??= this.#syncing
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.durable();
      });
    return this.#next;
  }

  /** Takes the log over into the database: best while nothing is judged, because it waits for the disk. */
  tidy(): void {
    this.#connection.execute('PRAGMA wal_checkpoint(PASSIVE)');
  }

  cursor(name: string): number {
    const sql = 'SELECT up_to AS total FROM cursors WHERE name = :name';
    return this.#connection.get(total, sql, { name })?.total ?? 0;
  }

  moveCursor(name: string, upTo: number): void {
    this.#connection.run(
      'INSERT INTO cursors (name, up_to) VALUES (:name, :upTo) ON CONFLICT (name) DO UPDATE SET up_to = :upTo',
      { name, upTo },
    );
  }

  changeModel(given: Pick<ModelChange, 'action' | 'name' | 'sha256' | 'reason'>): void {
    this.#connection.run(
      'INSERT INTO model_changes (at, action, name, sha256, reason) VALUES (:now, :action, :name, :sha256, :reason)',
      { ...given, now: this.#connection.now() },
    );
  }

  /** The newest first. */
  modelChanges(limit: number): ModelChange[] {
    const sql = 'SELECT id, at, action, name, sha256, reason FROM model_changes ORDER BY id DESC LIMIT :limit';
    return this.#connection.all(change, sql, { limit });
  }

  close(): void {
    this.#connection.close();
  }
}

/**
 * A commit is in the log at once, so that it survives the end of this process, and brought to the disk by `durable`: the
 * verdict of a part waits for no disk, the moving of its image does.
 */
export function openLineStore(path: string, now?: () => Date): LineStore {
  const connection = openDatabase(path, now, lineFormat);
  connection.execute('PRAGMA synchronous = NORMAL');
  // The log is taken over into the database while nothing is judged, see `tidy`; by SQLite itself only when it grows.
  connection.execute('PRAGMA wal_autocheckpoint = 20000');
  return new LineStore(connection);
}

async function syncLog(path: string): Promise<void> {
  const file = await open(path, 'r+').catch(() => undefined);
  try {
    await file?.datasync();
  } finally {
    await file?.close();
  }
}
