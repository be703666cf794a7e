// An evaluation as people read it: escape and overkill with what small numbers still allow, classes, confusion matrix.
import type { Evaluation, Rate } from '../../../shared/domain/evaluation.ts';
import { interval, percent } from '../../../shared/text/numbers.ts';
import { upperBound } from '../../eval/index.ts';
import type { Voice } from '../text.ts';
import { pairs, table } from './table.ts';

export function evaluationLines(evaluation: Evaluation, say: Voice): string[] {
  const { accuracy, balancedAccuracy, escape: missed, overkill } = evaluation;
  return [
    ...pairs(
      [
        [say('result.accuracy'), rateText(accuracy, say)],
        [say('result.balanced'), say('result.mean-recall', { value: percent(balancedAccuracy, say.language) })],
        [say('result.escape'), rateText(missed, say)],
        [say('result.overkill'), rateText(overkill, say)],
      ],
      '  ',
    ),
    ...zeroLines(evaluation, say).map((line) => `  ${line}`),
    '',
    ...classLines(evaluation, say),
    '',
    ...confusionLines(evaluation, say),
  ];
}

function rateText(rate: Rate | null, say: Voice): string {
  if (!rate) return say('result.not-told');
  const { value, count, total } = rate;
  const { language } = say;
  return say('result.rate', { value: percent(value, language), count, total, interval: interval(rate, language) });
}

/** "0 of 40 missed still allows up to 7.2 %." */
function zeroLines({ escape: missed, overkill }: Evaluation, say: Voice): string[] {
  const bound = ({ total }: Rate) => percent(upperBound(0, total), say.language);
  return [
    ...(missed?.count === 0 ? [say('result.zero-escape', { total: missed.total, bound: bound(missed) })] : []),
    ...(overkill?.count === 0 ? [say('result.zero-overkill', { total: overkill.total, bound: bound(overkill) })] : []),
  ];
}

function classLines({ classes, perClass }: Evaluation, say: Voice): string[] {
  return table(
    [
      { title: say('result.class') },
      { title: say('result.verdict') },
      { title: say('result.images'), align: 'right' },
      { title: say('result.found'), align: 'right' },
      { title: say('result.correct'), align: 'right' },
      { title: 'F1', align: 'right' },
    ],
    classes.map(({ name, verdict }, index) => {
      const { support = 0, recall = null, precision = null, f1 = null } = perClass[index] ?? {};
      return [name, verdict, String(support), ...[recall, precision, f1].map((value) => percent(value, say.language))];
    }),
    '  ',
  );
}

function confusionLines({ classes, confusion }: Evaluation, say: Voice): string[] {
  return [
    say('result.confusion'),
    ...table(
      [{ title: '' }, ...classes.map(({ name }) => ({ title: name, align: 'right' as const }))],
      confusion.map((row, index) => [
        classes[index]?.name ?? '',
        ...row.map((images) => (images === 0 ? '·' : String(images))),
      ]),
      '  ',
    ),
  ];
}
