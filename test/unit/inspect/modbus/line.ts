// A handshake with a clock of its own, driven as a PLC and an inspection would, in words.
import { atStart, type Handshake, type Limits, step, type Written } from '../../../../main/inspect/modbus/handshake.ts';
import { registersOf } from '../../../../main/inspect/modbus/register-image.ts';
import type { InspectedPart, LineStatus } from '../../../../shared/domain/inspection.ts';

export const usual: Limits = { heartbeat: 500, silence: 5_000, answer: 3_000, lineSilence: undefined, hold: undefined };
export const ready: LineStatus = { ready: true, busy: false, fault: 0 };

export class Line {
  at = 0;
  state: Handshake;
  readonly limits: Limits;

  constructor(limits: Partial<Limits> = {}, status: LineStatus = ready) {
    this.limits = { ...usual, ...limits };
    this.state = atStart(0, 'gears-3', 0);
    this.shows(status);
  }

  get words(): readonly number[] {
    return [...registersOf(this.state)];
  }

  /** What a ladder looks at first. */
  get seen() {
    const bit = (place: number) => (((this.words[1] ?? 0) >> place) & 1) === 1;
    const [, , outcome, high = 0, low = 0, , partNumber] = this.words;
    return {
      ready: bit(0),
      busy: bit(1),
      valid: bit(2),
      error: bit(3),
      outcome,
      sequence: high * 65_536 + low,
      partNumber,
      reason: this.words[11],
    };
  }

  writes(written: Partial<Written>): void {
    this.state = step(
      this.state,
      { kind: 'written', at: this.at, written: { ...this.state.written, ...written } },
      this.limits,
    );
  }

  triggers(partNumber: number): void {
    this.writes({ trigger: true, partNumber });
  }

  drops(): void {
    this.writes({ trigger: false });
  }

  shows(status: LineStatus): void {
    this.state = step(this.state, { kind: 'shown', at: this.at, status }, this.limits);
  }

  lives(): void {
    this.state = step(this.state, { kind: 'alive', at: this.at }, this.limits);
  }

  tells(part: InspectedPart): void {
    this.state = step(this.state, { kind: 'told', at: this.at, part }, this.limits);
  }

  judges(part: InspectedPart | undefined, job = this.state.jobs): void {
    this.state = step(this.state, { kind: 'judged', at: this.at, job, part }, this.limits);
  }

  /** The inspection is hung: no sign of life. */
  waits(milliseconds: number): void {
    this.at += milliseconds;
    this.state = step(this.state, { kind: 'tick', at: this.at }, this.limits);
  }
}
