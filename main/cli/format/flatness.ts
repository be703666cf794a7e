// Flatness as tables: one column for each training.
import type { FlatnessResult, LandscapeResult } from '../../../shared/domain/study.ts';
import { count, measure, percent } from '../../../shared/text/numbers.ts';
import type { Voice } from '../text.ts';
import { table } from './table.ts';

export interface Measured {
  readonly run: number;
  readonly flatness: FlatnessResult;
}

export function flatnessLines(measured: readonly Measured[], say: Voice): string[] {
  const results = measured.map(({ flatness }) => flatness);
  const [first] = results;
  if (!first) return [];
  const row = (name: string, pick: (result: FlatnessResult) => string) => [name, ...results.map(pick)];
  const rows = [
    row(say('flatness.images'), ({ images }) => count(images)),
    row(say('flatness.loss'), ({ loss }) => measure(loss)),
    ...first.average.map(({ radius }, index) =>
      row(say('flatness.average', { radius: percent(radius, say.language) }), ({ average }) => {
        const { rise = null, deviation = null } = average[index] ?? {};
        return `${measure(rise)} ± ${measure(deviation)}`;
      }),
    ),
    ...first.worst.map(({ radius }, index) =>
      row(say('flatness.worst', { radius }), ({ worst }) => measure(worst[index]?.rise ?? null)),
    ),
    row(say('flatness.eigenvalue'), ({ eigenvalue }) => measure(eigenvalue.value)),
    row(say('flatness.residual'), ({ eigenvalue }) => percent(eigenvalue.residual, say.language)),
  ];
  const columns = measured.map(({ run }) => ({ title: say('flatness.column', { run }), align: 'right' as const }));
  return [
    say('flatness.title'),
    '',
    ...table([{ title: say('flatness.figure') }, ...columns], rows, '  '),
    '',
    say('flatness.unit'),
  ];
}

/** The middle column of each grid. */
export function crossSection({ axis, surfaces }: LandscapeResult, say: Voice): string[] {
  const middle = (axis.length - 1) / 2;
  const columns = surfaces.map(({ runId }) => ({
    title: say('flatness.column', { run: runId }),
    align: 'right' as const,
  }));
  const rows = axis.map((at, row) => [
    percent(at, say.language),
    ...surfaces.map(({ loss }) => measure(loss[row]?.[middle] ?? null)),
  ]);
  return [
    say('flatness.section'),
    '',
    ...table([{ title: say('flatness.distance'), align: 'right' }, ...columns], rows, '  '),
  ];
}
