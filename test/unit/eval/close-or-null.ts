// Compares a figure that may be null.
import { expect } from 'vitest';

export function closeOrNull(found: number | null | undefined, expected: number | null): void {
  if (expected === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(expected, 12);
}
