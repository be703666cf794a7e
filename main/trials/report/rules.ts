// Rules of operation that the trial's outcome suggests: which method, when a new model may go live, when to go back.
import type { MethodResult, TrialVerdict } from '../../../shared/domain/trial.ts';
import { percent } from '../../../shared/text/numbers.ts';
import { trialMethodName } from '../../../shared/text/verdicts.ts';
import type { ReportData } from './report-data.ts';
import type { ReportVoice } from './voice.ts';

/** @param baseline how the present way does on the test images: a new model must not do worse */
export function rules(
  { draft, trial }: ReportData,
  verdict: TrialVerdict | undefined,
  baseline: MethodResult | undefined,
  say: ReportVoice,
): string[] {
  const { language } = say;
  return [method(verdict), ...accepted(), say('rule.back'), say('rule.again')];

  function method(found: TrialVerdict | undefined): string {
    if (found?.kind === 'gain') return say('rule.gain', { method: trialMethodName(draft.method, language) });
    if (!found || found.kind === 'too-few' || found.kind === 'unfinished') return say('rule.more');
    return say('rule.keep', { baseline: trialMethodName(trial.plan.baseline, language) });
  }

  function accepted(): string[] {
    if (baseline?.escape && baseline.overkill) {
      const [missed, taken] = [baseline.escape.mean, baseline.overkill.mean];
      return [say('rule.accept', { escape: percent(missed, language), overkill: percent(taken, language) })];
    }
    const accuracy = baseline?.balancedAccuracy?.mean;
    return accuracy === undefined ? [] : [say('rule.accept-plain', { accuracy: percent(accuracy, language) })];
  }
}
