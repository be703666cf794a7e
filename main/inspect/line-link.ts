// A line's bus, whichever it is: what the inspection tells it of parts and of itself.
import type { NarashiError } from '../../shared/contract/errors/index.ts';
import type { LineAlarm } from '../../shared/domain/alarm.ts';
import type { InspectedPart, LineStatus } from '../../shared/domain/inspection.ts';

/** Where a line hears of parts and of the inspection itself. */
export interface LineLink {
  readonly name: string;
  /** Why it cannot be told at present; null where it can, and where nobody knows. */
  readonly failure: NarashiError | null;
  /**
   * Tells the line of a part. Resolves when the registers are set or the broker has acknowledged. Never throws for a line
   * that is not there: it keeps the part's result visible or queued within bounds and counts what it could not tell.
   */
  tell(part: InspectedPart): Promise<void>;
  /** Shows ready, busy, fault at once. */
  show(status: LineStatus): void;
  /** Says how an alarm stands; a bus without words for it has none. */
  alarm?(alarm: LineAlarm): void;
  close(): Promise<void>;
}
