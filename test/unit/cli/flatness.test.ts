// Flatness in the terminal: a column for each training, what is no number as a gap, never a word of better or worse.
import { describe, expect, it } from 'vitest';
import { crossSection, flatnessLines } from '../../../main/cli/format/flatness.ts';
import { voice } from '../../../main/cli/text.ts';
import type { FlatnessResult } from '../../../shared/domain/study.ts';

const flatness = (loss: number): FlatnessResult => ({
  kind: 'flatness',
  images: 256,
  loss,
  average: [{ radius: 0.1, rise: 0.0114, deviation: 0.0184 }],
  worst: [{ radius: 0.05, rise: 0.0958 }],
  eigenvalue: { value: 49.85, residual: 0.0175, iterations: 10 },
});

describe('flatness in the terminal', () => {
  it('has a column for each training', () => {
    const measured = [
      { run: 1, flatness: flatness(0.5) },
      { run: 12, flatness: flatness(0.25) },
    ];
    const lines = flatnessLines(measured, voice('en'));
    expect(lines[2]).toMatch(/^ {2}figure +run 1 +run 12$/u);
    expect(lines.find((line) => line.includes('loss there'))).toMatch(/0\.5\d* +0\.25\d*$/u);
    expect(lines.find((line) => line.includes('random direction'))).toMatch(/0\.0114 ± 0\.0184 +0\.0114 ± 0\.0184$/u);
    expect(flatnessLines(measured, voice('ja')).join('\n')).toMatch(/学習12/u);
  });

  it('shows the section through the middle, with gaps', () => {
    const surfaces = [
      {
        runId: 3,
        loss: [
          [9, 2.5, 9],
          [9, 0.5, 9],
          [9, null, 9],
        ],
      },
      {
        runId: 4,
        loss: [
          [9, 3.5, 9],
          [9, 0.75, 9],
          [9, 1.5, 9],
        ],
      },
    ];
    const lines = crossSection({ kind: 'landscape', images: 128, axis: [-0.5, 0, 0.5], surfaces }, voice('en'));
    expect(lines.slice(-3).map((line) => line.trim().split(/ {2,}/u))).toEqual([
      ['-50.0 %', '2.50', '3.50'],
      ['0 %', '0.500', '0.750'],
      ['50.0 %', '–', '1.50'],
    ]);
  });
});
