// The report's figures for machines: JSON with its version, and CSV that Excel opens as text, numbers and nothing else.
import { trialMeasureName, trialMethodName, verdictSentence } from '../../../shared/text/verdicts.ts';
import { spreadKeys } from './figures.ts';
import type { ReportData } from './report-data.ts';
import { reportVoice } from './voice.ts';

export const reportFormat = 1;

export function reportJson(data: ReportData): string {
  const { draft, trial, result } = data;
  const verdicts = result.budgets.flatMap(({ budget, verdicts: found }) =>
    found.map((verdict) => ({
      budget,
      ...verdict,
      sentence: verdictSentence(verdict, trial.plan.baseline, draft.language),
    })),
  );
  return `${JSON.stringify({ format: reportFormat, ...data, verdicts }, null, 2)}\n`;
}

/** UTF-8 with byte order mark and CR LF. Shares as shares, times in seconds. */
export function reportCsv({ draft, trial, result, benefit }: ReportData): string {
  const say = reportVoice(draft.language);
  const { language } = draft;
  const header = [
    'budget',
    'method',
    'seed',
    'figure',
    'mean',
    'low95',
    'high95',
    'p_seeds',
    'p_corrected',
    'p_images',
  ];
  const rows = result.budgets.flatMap(({ budget, methods, comparisons }) => [
    ...methods.flatMap((method) =>
      spreadKeys.flatMap((key) => {
        const spread = method[key];
        if (!spread) return [];
        const named = [say(`budget.${budget}`), trialMethodName(method.method, language)];
        const isWhole = spread.values.length === trial.plan.seeds.length;
        return [
          [...named, '', say(`figure.${key}`), spread.mean, spread.low, spread.high, '', '', ''],
          ...spread.values.map((value, index) => {
            const seed = isWhole ? (trial.plan.seeds[index] ?? '') : '';
            return [...named, seed, say(`figure.${key}`), value, '', '', '', '', ''];
          }),
        ];
      }),
    ),
    ...comparisons.map((each) => [
      say(`budget.${budget}`),
      `${trialMethodName(each.method, language)} − ${trialMethodName(trial.plan.baseline, language)}`,
      '',
      trialMeasureName(each.measure, language),
      each.difference,
      each.low,
      each.high,
      each.seedP,
      each.adjustedP,
      each.imageP,
    ]),
  ]);
  const effects = benefit.figures.map(({ step, value, low, high }) => {
    return ['', trialMethodName(draft.method, language), '', say(`name.${step}`), value, low, high, '', '', ''];
  });
  const lines = [header, ...rows, ...effects].map((row) => row.map(csvCell).join(','));
  return `\u{feff}${lines.join('\r\n')}\r\n`;
}

/** What begins like a formula is kept from being one (OWASP, CSV injection); numbers stay numbers. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
