// Alarms of a line as others are told of them: each change of one under the next number, found anew after a restart.
import { z } from 'zod';
import { type AlarmState, alarmStates, foundIn, type LineAlarm } from '../../../shared/domain/alarm.ts';
import type { Connection } from '../connection.ts';
import { jsonColumn } from '../schemas.ts';
import type { CheckKind } from './checks.ts';

const row = z.object({
  id: z.int(),
  at: z.string(),
  kind: z.enum(['samples', 'drift']),
  state: z.enum(alarmStates),
  operator: z.string().nullable(),
  result: jsonColumn(z.unknown()),
});

const select = `SELECT alarms.id, alarms.at, alarms.kind, state, operator, result FROM alarms
  JOIN checks ON checks.id = check_id`;

export class Alarms {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** In order, from behind `after`. */
  since(after: number, limit: number): LineAlarm[] {
    const sql = `${select} WHERE alarms.id > :after ORDER BY alarms.id LIMIT :limit`;
    return this.#connection.all(row, sql, { after, limit }).map(shown);
  }

  /** How it stands; undefined where there never was one. */
  last(kind: CheckKind): LineAlarm | undefined {
    const sql = `${select} WHERE alarms.kind = :kind ORDER BY alarms.id DESC LIMIT 1`;
    const found = this.#connection.get(row, sql, { kind });
    return found && shown(found);
  }

  /** After a check. @returns whether it is an alarm that nobody was told of yet */
  checked(kind: CheckKind, { checkId, passed, isSeen }: Checked): boolean {
    const state = this.last(kind)?.state ?? 'ended';
    if (passed) {
      if (state !== 'ended') this.#add(kind, 'ended', checkId);
      return false;
    }
    if (state === 'raised' || (state === 'seen' && isSeen)) return false;
    this.#add(kind, 'raised', checkId);
    return true;
  }

  seen(kind: CheckKind, checkId: number, operator: string): void {
    if (this.last(kind)?.state === 'raised') this.#add(kind, 'seen', checkId, operator);
  }

  #add(kind: CheckKind, state: AlarmState, checkId: number, operator: string | null = null): void {
    this.#connection.run(
      'INSERT INTO alarms (at, kind, state, operator, check_id) VALUES (:now, :kind, :state, :operator, :checkId)',
      { kind, state, operator, checkId, now: this.#connection.now() },
    );
  }
}

interface Checked {
  readonly checkId: number;
  readonly passed: boolean;
  /** Somebody has seen that it is so, and it has been so ever since. */
  readonly isSeen: boolean;
}

function shown({ result, ...alarm }: z.output<typeof row>): LineAlarm {
  if (alarm.state === 'ended') return { ...alarm, drift: null, failure: null };
  return { ...alarm, ...foundIn(alarm.kind, result) };
}
