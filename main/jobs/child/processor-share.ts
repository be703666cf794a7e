// How much of this PC's processor time other programs took while something was measured.
import { type CpuInfo, cpus } from 'node:os';

export interface ProcessorTimes {
  /** Milliseconds over all cores since the PC started. */
  readonly total: number;
  readonly idle: number;
  /** Of this process, its threads included. */
  readonly own: number;
}

export function processorTimes(
  cores: readonly Pick<CpuInfo, 'times'>[] = cpus(),
  used: { readonly user: number; readonly system: number } = process.cpuUsage(),
): ProcessorTimes {
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  return {
    total: sum(cores.flatMap(({ times }) => Object.values(times))),
    idle: sum(cores.map(({ times }) => times.idle)),
    own: (used.user + used.system) / 1000,
  };
}

/** From 0 to 1; 0 where the system does not tell. */
export function shareOfOthers(before: ProcessorTimes, after: ProcessorTimes): number {
  const total = after.total - before.total;
  if (!(total > 0)) return 0;
  const others = total - (after.idle - before.idle) - (after.own - before.own);
  return Math.min(1, Math.max(0, others / total));
}
