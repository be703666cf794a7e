// Checks of a line that recur: the package's own samples judged again, and how far images and verdicts have moved. One that
// was not passed stands until somebody has seen it.
import { z } from 'zod';
import type { Connection } from '../connection.ts';
import { check, filledText } from '../schemas.ts';
import { Alarms } from './alarms.ts';

const row = z.object({
  id: z.int(),
  at: z.string(),
  passed: z.int(),
  result: z.string(),
  seenBy: z.string().nullable(),
  seenAt: z.string().nullable(),
});
export type CheckKind = 'samples' | 'drift';

export interface LineCheck {
  readonly id: number;
  readonly at: string;
  readonly passed: boolean;
  readonly result: unknown;
  /** Who has seen that it was not passed, and when. */
  readonly seenBy: string | null;
  readonly seenAt: string | null;
}

const select = 'SELECT id, at, passed, result, seen_by AS seenBy, seen_at AS seenAt FROM checks WHERE kind = :kind';

export class Checks {
  readonly alarms: Alarms;
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.alarms = new Alarms(connection);
  }

  /**
   * @param seen who has seen before that this is so, and when
   * @returns whether it is an alarm that nobody was told of yet
   */
  add(kind: CheckKind, passed: boolean, result: unknown, seen?: Pick<LineCheck, 'seenBy' | 'seenAt'>): boolean {
    return this.#connection.transaction(() => {
      const { id: checkId } = this.#connection.run(
        `INSERT INTO checks (at, kind, passed, result, seen_by, seen_at)
         VALUES (:now, :kind, :passed, :result, :seenBy, :seenAt)`,
        {
          kind,
          passed: Number(passed),
          result: JSON.stringify(result),
          seenBy: seen?.seenBy ?? null,
          seenAt: seen?.seenAt ?? null,
          now: this.#connection.now(),
        },
      );
      return this.alarms.checked(kind, { checkId, passed, isSeen: Boolean(seen?.seenAt) });
    });
  }

  last(kind: CheckKind): LineCheck | undefined {
    return this.latest(kind, 1)[0];
  }

  /** The newest first. */
  latest(kind: CheckKind, limit: number): LineCheck[] {
    const sql = `${select} ORDER BY id DESC LIMIT :limit`;
    return this.#connection.all(row, sql, { kind, limit }).map(shown);
  }

  /** The first that was not passed and that nobody has seen. */
  unseen(kind: CheckKind): LineCheck | undefined {
    const sql = `${select} AND passed = 0 AND seen_at IS NULL ORDER BY id LIMIT 1`;
    const found = this.#connection.get(row, sql, { kind });
    return found && shown(found);
  }

  /** How many it concerned. @throws NarashiError store.invalid without a name */
  see(kind: CheckKind, operator: string): number {
    const name = check(filledText, operator, 'operator');
    return this.#connection.transaction(() => {
      const unseen = this.unseen(kind);
      if (!unseen) return 0;
      const { changes } = this.#connection.run(
        'UPDATE checks SET seen_by = :name, seen_at = :now WHERE kind = :kind AND passed = 0 AND seen_at IS NULL',
        { kind, name, now: this.#connection.now() },
      );
      this.alarms.seen(kind, unseen.id, name);
      return changes;
    });
  }
}

function shown({ id, at, passed, result, seenBy, seenAt }: z.infer<typeof row>): LineCheck {
  return { id, at, passed: passed === 1, result: JSON.parse(result), seenBy, seenAt };
}
