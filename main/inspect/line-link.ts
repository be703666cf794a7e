// A line's bus, whichever it is: what the inspection tells it of parts and of itself.
import type { InspectedPart, LineStatus } from '../../shared/domain/inspection.ts';

/** Where a line hears of parts and of the inspection itself. */
export interface LineLink {
  /**
   * Tells the line of a part. Resolves when the registers are set or the broker has acknowledged. Never throws for a line
   * that is not there: it keeps the part's result visible or queued within bounds and counts what it could not tell.
   */
  tell(part: InspectedPart): Promise<void>;
  /** Shows ready, busy, fault at once. */
  show(status: LineStatus): void;
  close(): Promise<void>;
}
