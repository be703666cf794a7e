// The end of a run in one table: what it can do, what it cost, where the model is and what to type next.
import type { Evaluation } from '../../../shared/domain/evaluation.ts';
import type { RunCost } from '../../../shared/domain/run.ts';
import { bytes, count, duration, measure, yen } from '../../../shared/text/numbers.ts';
import type { ParityReport } from '../../export/parity.ts';
import { commandLine } from '../repeat.ts';
import type { Voice } from '../text.ts';
import { evaluationLines } from './evaluation.ts';
import { pairs } from './table.ts';

export interface FinishedRun {
  readonly runId: number;
  readonly evaluation: Evaluation | null;
  readonly cost: RunCost | null;
  readonly exported: { readonly path: string; readonly bytes: number; readonly parity: ParityReport } | null;
  /** Where the model was copied, if it was. */
  readonly copy: string | null;
  /** Words that name the workspace in commands to type next. */
  readonly workspaceWords: readonly string[];
}

export function outcomeLines(
  { runId, evaluation, cost, exported, copy, workspaceWords }: FinishedRun,
  say: Voice,
): string[] {
  const rows: (readonly [string, string])[] = [
    ...(cost ? costRows(cost, say) : []),
    ...(exported ? exportRows(exported, say) : []),
    ...(copy === null ? [] : [[say('result.copied'), copy] as const]),
    [say('result.settings'), commandLine([...workspaceWords, 'runs', 'show', String(runId)])],
    ...(exported
      ? [[say('result.next'), commandLine(['predict', copy ?? exported.path, `<${say('place.images')}>`])] as const]
      : []),
  ];
  return [
    ...(evaluation
      ? [say('result.title', { images: count(evaluation.images) }), '', ...evaluationLines(evaluation, say), '']
      : []),
    ...pairs(rows, '  '),
  ];
}

export function costRows(cost: RunCost, say: Voice): (readonly [string, string])[] {
  const { seconds, kilowattHours, watts, wattsSource, yenPerKilowattHour, gradientEvaluations } = cost;
  const { language } = say;
  const energy = {
    kwh: measure(kilowattHours),
    yen: yen(cost.yen, language),
    watts: measure(watts),
    price: yenPerKilowattHour,
  };
  return [
    [say('result.minutes'), duration(seconds, language)],
    [say('result.energy'), say(wattsSource === 'measured' ? 'result.energy-measured' : 'result.energy-value', energy)],
    [say('result.gradients'), say('result.gradients-value', { count: count(gradientEvaluations) })],
  ];
}

export function exportRows(
  exported: { readonly path: string; readonly bytes: number; readonly parity: ParityReport },
  say: Voice,
): (readonly [string, string])[] {
  const { images, largestDifference } = exported.parity;
  return [
    [say('result.model'), `${exported.path}  (${bytes(exported.bytes, say.language)})`],
    [say('result.check'), say('result.check-value', { images, difference: largestDifference.toExponential(1) })],
  ];
}
