// The figures of one or two trainings as rows of a table; what is of the same radius stands in one row.
import type { Language } from '../../../../shared/contract/errors/index.ts';
import type { FlatnessResult } from '../../../../shared/domain/study.ts';
import { measure, none, percent } from '../../../../shared/text/numbers.ts';
import type { SayOf } from '../../../../shared/text/voice.ts';
import type { flatnessTexts } from '../../../text/flatness.ts';

/** Each row: its title and a cell for each training. Rows are those the first one has. */
export function flatnessRows(
  results: readonly FlatnessResult[],
  say: SayOf<typeof flatnessTexts>,
  language: Language,
): string[][] {
  const [first] = results;
  if (!first) return [];
  const row = (title: string, cell: (result: FlatnessResult) => string) => [title, ...results.map(cell)];
  return [
    row(say('figures.loss'), ({ loss }) => measure(loss)),
    ...first.average.map(({ radius }) =>
      row(say('figures.average', { radius: percent(radius, language) }), ({ average }) => {
        const found = average.find((one) => one.radius === radius);
        if (!found) return none;
        return say('figures.spread', { rise: measure(found.rise), deviation: measure(found.deviation) });
      }),
    ),
    ...first.worst.map(({ radius }) =>
      row(say('figures.worst', { radius }), ({ worst }) =>
        measure(worst.find((one) => one.radius === radius)?.rise ?? null),
      ),
    ),
    row(say('figures.eigenvalue'), ({ eigenvalue }) => measure(eigenvalue.value)),
  ];
}
