// Something to be done beside the judging: when it is due, and how it is done in pieces.
import type { Pause } from './pause.ts';

export interface Situation {
  readonly now: Date;
  /** No part waits, and none came just now. */
  readonly isIdle: boolean;
}

export interface Duty {
  readonly name: string;
  isDue(situation: Situation): boolean;
  /** @throws StoppedError where the line stops meanwhile */
  run(now: Date, pause: Pause): Promise<void>;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Whether so much time has gone by, or the clock was set back; true where it never was done. */
export function isPast(since: Date | null, milliseconds: number, now: Date): boolean {
  return since === null || now.getTime() - since.getTime() >= milliseconds || now < since;
}
