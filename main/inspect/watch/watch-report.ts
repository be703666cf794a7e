// What the watch over a line says of it.
import type { DriftFound } from '../../../shared/domain/alarm.ts';
import type { DiskRoom } from './keeping-duty.ts';

interface Checked {
  readonly at: string;
  readonly passed: boolean;
}

export interface WatchReport {
  /** The package and its samples, checked last. */
  readonly samples: Checked | null;
  /** Images and verdicts, checked last. */
  readonly drift: Checked | null;
  /** The first drift nobody has seen yet. */
  readonly alarm: { readonly at: string; readonly found: DriftFound } | null;
  /** Why the samples failed; no part is OK at present. */
  readonly failure: { readonly en: string; readonly ja: string } | null;
  /** Null where the system does not say. */
  readonly disk: DiskRoom | null;
}
