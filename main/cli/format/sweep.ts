// A shop-floor sweep as a table: one line for each disturbance, accuracy by strength.
import { type RobustnessPoint, type RobustnessResult, strengths } from '../../../shared/domain/study.ts';
import { disturbanceName } from '../../../shared/text/disturbances.ts';
import { none, percent } from '../../../shared/text/numbers.ts';
import type { Voice } from '../text.ts';
import { table } from './table.ts';

export function sweepLines({ curves, score }: RobustnessResult, say: Voice): string[] {
  const { language } = say;
  const levels = Array.from({ length: strengths }, (_, place) => place + 1);
  const share = (rate: RobustnessPoint['escape']) => percent(rate && rate.count / rate.total, language);
  return [
    ...table(
      [
        { title: say('sweep.figure') },
        ...levels.map((strength) => ({ title: say('sweep.strength', { strength }), align: 'right' as const })),
        { title: say('sweep.worst'), align: 'right' },
      ],
      curves.map(({ disturbance, points }) => {
        const last = points.at(-1);
        return [
          disturbanceName(disturbance, language),
          ...levels.map((strength) =>
            percent(points.find((each) => each.strength === strength)?.accuracy ?? null, language),
          ),
          last ? `${share(last.escape)} / ${share(last.overkill)}` : none,
        ];
      }),
      '  ',
    ),
    '',
    say('sweep.score', { score: score.toFixed(3) }),
  ];
}
