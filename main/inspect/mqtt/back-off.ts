// How long to wait before the next attempt: longer each time, and not all plants at once when a broker comes back.

export interface BackOff {
  readonly first: number;
  readonly longest: number;
}

/** Milliseconds after the given number of failures in a row; `chance` from 0 to 1. */
export function pause(failures: number, chance: number, { first, longest }: BackOff): number {
  const whole = Math.min(longest, first * 2 ** Math.min(failures - 1, 30));
  return whole * (0.5 + chance / 2);
}
