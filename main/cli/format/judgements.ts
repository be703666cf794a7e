// Verdicts for single images: lines for people, CSV for Excel, JSON for machines.
import stringWidth from 'string-width';
import type { ClassLabel } from '../../../shared/domain/dataset.ts';
import { none, percent } from '../../../shared/text/numbers.ts';
import type { ImageJudgement } from '../../services/predict.ts';
import type { Voice } from '../text.ts';
import { pad } from './width.ts';

/** Known before the first image is judged, so that lines appear as images are. */
export interface JudgementColumns {
  readonly widths: readonly number[];
  readonly header: readonly string[];
}

export function judgementColumns(classes: readonly ClassLabel[], say: Voice): JudgementColumns {
  const titles = [say('predict.verdict'), say('predict.class'), say('predict.probability')];
  const samples = [
    ['NG'],
    [...classes.map(({ name }) => name), say('predict.unreadable')],
    [percent(0.999, say.language)],
  ];
  const widths = titles.map((title, index) =>
    Math.max(stringWidth(title), ...(samples[index] ?? []).map((text) => stringWidth(text))),
  );
  const cells = titles.map((title, index) => pad(title, widths[index] ?? 0, index === 2 ? 'right' : 'left'));
  const rule = [...widths, 30].map((width) => '─'.repeat(width)).join('  ');
  return { widths, header: [[...cells, say('predict.image')].join('  '), rule] };
}

export function judgementLine(
  { path, verdict, className, probability }: ImageJudgement,
  { widths }: JudgementColumns,
  say: Voice,
): string {
  const cells = [
    verdict,
    className ?? say('predict.unreadable'),
    probability === null ? none : percent(probability, say.language),
  ];
  return [...cells.map((cell, index) => pad(cell, widths[index] ?? 0, index === 2 ? 'right' : 'left')), path].join(
    '  ',
  );
}

/** One row per image, UTF-8 with byte order mark and CR LF, as Excel likes it. */
export function judgementCsv(judged: readonly ImageJudgement[], classes: readonly ClassLabel[], say: Voice): string {
  const header = ['image', 'verdict', 'class', 'probability', ...classes.map(({ name }) => `p(${name})`), 'error'];
  const rows = judged.map(({ path, verdict, className, probability, probabilities, error }) => [
    path,
    verdict,
    className ?? '',
    probability === null ? '' : probability.toFixed(6),
    ...classes.map((_, index) => probabilities[index]?.toFixed(6) ?? ''),
    error ? `${error.code}: ${error.in(say.language)}` : '',
  ]);
  return `\u{feff}${[header, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function csvCell(text: string): string {
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function judgementAnswer(
  model: string,
  judged: readonly ImageJudgement[],
  classes: readonly ClassLabel[],
  say: Voice,
): object {
  return {
    model,
    classes,
    images: judged.map(({ path, verdict, className, probability, probabilities, error }) => ({
      path,
      verdict,
      class: className,
      probability,
      probabilities: Object.fromEntries(
        probabilities.map((value, index) => [classes[index]?.name ?? String(index), value]),
      ),
      ...(error ? { error: { code: error.code, message: error.in(say.language) } } : {}),
    })),
  };
}
