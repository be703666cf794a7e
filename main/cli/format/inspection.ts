// A line under inspection as lines of text: one for a part, some for the whole.
import type { InspectedPart } from '../../../shared/domain/inspection.ts';
import type { LineReport } from '../../inspect/status.ts';
import type { Voice } from '../text.ts';
import { watchLines } from './watch.ts';

export function partLine(part: InspectedPart, say: Voice): string {
  const { id, outcome, ngScore, className, name, reference, milliseconds, errorCode } = part;
  const score = ngScore === null ? '' : ngScore.toFixed(3);
  const what = errorCode ?? className ?? '';
  const called = reference === null ? '' : ` [${reference}]`;
  return `${id}  ${say(`inspect.outcome-${outcome}`)}  ${score}  ${what}  ${milliseconds.toFixed(1)} ms  ${name}${called}`;
}

export function lineSummary({ counts, latency, taktMilliseconds, untold, checks }: LineReport, say: Voice): string[] {
  const figures = {
    ok: counts.OK,
    ng: counts.NG,
    review: counts.review,
    error: counts.error,
    p50: latency?.p50.toFixed(1) ?? '–',
    p95: latency?.p95.toFixed(1) ?? '–',
    takt: taktMilliseconds,
  };
  return [
    say('inspect.summary', figures),
    ...untold.map(({ name, reason }) => say('inspect.untold', { name, reason: reason[say.language] })),
    ...watchLines(checks, say),
  ];
}
