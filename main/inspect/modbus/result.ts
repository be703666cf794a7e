// A part's verdict in the words of the registers: what is not known is 65535, never a number that could be meant.
import type { InspectedPart, Outcome } from '../../../shared/domain/inspection.ts';

export interface Result {
  readonly outcome: Outcome;
  readonly partNumber: number;
  readonly ngScore: number;
  readonly classIndex: number;
  readonly milliseconds: number;
}

export const unknown = 0xffff;
const largest = 0xffff_ffff;

export function resultOf(part: InspectedPart, partNumber: number): Result {
  return {
    outcome: part.outcome,
    partNumber,
    ngScore: part.ngScore === null ? unknown : Math.round(part.ngScore * 10_000),
    classIndex: part.classIndex < 0 ? unknown : Math.min(part.classIndex, unknown),
    milliseconds: Math.min(Math.round(part.milliseconds), 0xffff),
  };
}

/** What the registers say where no part was judged. */
export function errorResult(partNumber: number): Result {
  return { outcome: 'error', partNumber, ngScore: unknown, classIndex: unknown, milliseconds: 0 };
}

/** The number the line gave the part; undefined where it gave none that fits 32 bits. */
export function numberOf({ reference }: InspectedPart): number | undefined {
  if (reference === null || !/^\d{1,10}$/.test(reference)) return undefined;
  const number = Number(reference);
  return number <= largest ? number : undefined;
}

/** Counts in 32 bits; 0 means none yet, so that it is left out when the count starts anew. */
export function following(sequence: number): number {
  return sequence >= largest ? 1 : sequence + 1;
}
