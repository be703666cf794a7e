// What a running inspection says of itself: to people, to other systems, and to whoever restarts it when it is ill.
import type { Told } from '../../shared/contract/problem.ts';
import type { Fault, InspectedPart } from '../../shared/domain/inspection.ts';
import type { OutcomeCounts } from '../store/index.ts';
import type { Latency } from './latency.ts';
import type { WatchReport } from './watch/watch-report.ts';

export interface LineReport {
  readonly name: string;
  readonly ready: boolean;
  readonly busy: boolean;
  /** `none` where it is ready. */
  readonly fault: Fault;
  /** Words about the fault. */
  readonly reason: Told | null;
  readonly model: {
    readonly name: string;
    readonly site: string;
    readonly createdAt: string;
    /** Who approved it, by its package; null: nobody had when it was packaged. */
    readonly approvedBy: string | null;
  } | null;
  readonly canRollBack: boolean;
  readonly startedAt: string;
  readonly taktMilliseconds: number;
  /** Since the start; null before the first part. */
  readonly latency: Latency | null;
  readonly counts: OutcomeCounts;
  readonly waiting: number;
  readonly lastPart: InspectedPart | null;
  /** Who cannot be told at present, and why. */
  readonly untold: readonly { readonly name: string; readonly reason: Told }[];
  /** Doubtful and drawn parts nobody has looked at yet. */
  readonly toReview: number;
  /** What is watched beside the judging. */
  readonly checks: WatchReport;
  readonly memoryMegabytes: number;
}
