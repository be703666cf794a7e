// A trial as lines: the list of trials, what the methods take, one training, and the verdict with its figures.
import type { Trial, TrialResult } from '../../../shared/contract/trials.ts';
import type { BudgetResult, Comparison, MethodResult, Spread, TrialTiming } from '../../../shared/domain/trial.ts';
import { duration, measure, moment, none, percent, yen } from '../../../shared/text/numbers.ts';
import { limits, limitTexts, pText } from '../../../shared/text/trial-limits.ts';
import { points, trialMeasureName, trialMethodName, verdictSentence } from '../../../shared/text/verdicts.ts';
import { makeVoice } from '../../../shared/text/voice.ts';
import type { Voice } from '../text.ts';
import { table } from './table.ts';
import { wrap } from './width.ts';

const right = (title: string) => ({ title, align: 'right' as const });

export function trialList(trials: readonly Trial[], say: Voice): string[] {
  return table(
    [
      right(say('trial.number')),
      { title: say('trial.title-column') },
      { title: say('trial.state') },
      right(say('trial.trainings')),
      { title: say('trial.started') },
    ],
    trials.map(({ id, name, status, done, total, createdAt }) => [
      String(id),
      name,
      say(`trial.status-${status}`),
      `${done}/${total}`,
      moment(createdAt),
    ]),
  );
}

export function timingLines({ methods }: TrialTiming, say: Voice): string[] {
  const hasEpochs = methods.some(({ epochs }) => epochs.epochs !== null);
  const hasTime = methods.some(({ epochs }) => epochs.time !== null);
  return table(
    [
      { title: say('trial.method') },
      right(say('trial.per-epoch')),
      ...(hasEpochs ? [right(say('trial.epochs-equal'))] : []),
      ...(hasTime ? [right(say('trial.epochs-time'))] : []),
    ],
    methods.map(({ method, secondsPerEpoch, epochs }) => [
      trialMethodName(method, say.language),
      `${measure(secondsPerEpoch)} s`,
      ...(hasEpochs ? [String(epochs.epochs ?? none)] : []),
      ...(hasTime ? [String(epochs.time ?? none)] : []),
    ]),
    '  ',
  );
}

export function resultLines({ plan }: Trial, result: TrialResult, say: Voice, columns: number): string[] {
  const { testImages, ngImages, okImages, budgets } = result;
  const fold = (text: string) => wrap(text, Math.min(columns, 120) - 3).split('\n');
  const notes = [
    say('trial.tested'),
    ...wattsNotes(budgets, say),
    ...limits(
      {
        seeds: plan.seeds.length,
        methods: plan.methods.length - 1,
        testImages,
        ngImages,
        okImages,
        labelNoise: plan.labelNoise,
      },
      makeVoice(limitTexts, say.language),
      say.language,
    ),
  ];
  return [
    ...budgets.flatMap((budget) => [
      say(`trial.budget-${budget.budget}`),
      '',
      ...budget.verdicts.flatMap((verdict) =>
        fold(verdictSentence(verdict, plan.baseline, say.language)).map((line) => `  ${line}`),
      ),
      '',
      ...methodLines(budget.methods, say),
      '',
      ...comparisonLines(
        budget.comparisons,
        say('trial.against', { baseline: trialMethodName(plan.baseline, say.language) }),
        say,
      ),
    ]),
    ...notes.flatMap((note) => fold(note).map((line) => `  ${line}`)),
  ];
}

function methodLines(methods: readonly MethodResult[], say: Voice): string[] {
  const { language } = say;
  const asShare = (value: number) => percent(value, language);
  const rows: (readonly [string, (method: MethodResult) => string])[] = [
    [say('trial.seeds-done'), ({ runIds, failed }) => `${runIds.length}${failed > 0 ? ` (−${failed})` : ''}`],
    [say('runs.epochs'), ({ epochs }) => String(epochs ?? none)],
    [say('trial.accuracy'), ({ accuracy }) => spreadText(accuracy, asShare)],
    [say('trial.balanced'), ({ balancedAccuracy }) => spreadText(balancedAccuracy, asShare)],
    [say('trial.escape'), (method) => spreadText(method.escape, asShare)],
    [say('trial.overkill'), ({ overkill }) => spreadText(overkill, asShare)],
    [say('trial.calibration'), ({ calibrationError }) => spreadText(calibrationError, asShare)],
    ...(methods.some(({ memorised }) => memorised)
      ? [[say('trial.memorised'), ({ memorised }: MethodResult) => spreadText(memorised, asShare)] as const]
      : []),
    ...(methods.some(({ robustness }) => robustness)
      ? [[say('trial.robustness'), ({ robustness }: MethodResult) => spreadText(robustness, asShare)] as const]
      : []),
    [say('trial.time'), ({ seconds }) => spreadText(seconds, (value) => duration(value, language))],
    [say('trial.energy'), ({ kilowattHours }) => spreadText(kilowattHours, measure)],
    [say('trial.cost'), (method) => spreadText(method.yen, (value) => yen(value, language))],
  ];
  return table(
    [{ title: '' }, ...methods.map(({ method }) => ({ title: trialMethodName(method, language) }))],
    rows.map(([title, text]) => [title, ...methods.map(text)]),
    '  ',
  );
}

/** `93.1 % (91.0 % – 95.2 %)` */
function spreadText(spread: Spread | null, text: (value: number) => string): string {
  if (!spread) return none;
  const { mean, low, high } = spread;
  return low === null || high === null ? text(mean) : `${text(mean)} (${text(low)} – ${text(high)})`;
}

function comparisonLines(comparisons: readonly Comparison[], title: string, say: Voice): string[] {
  if (comparisons.length === 0) return [];
  const { language } = say;
  return [
    `  ${title}`,
    ...table(
      [
        { title: say('trial.method') },
        { title: say('trial.measure') },
        right(say('trial.difference')),
        right(say('trial.range')),
        right(say('trial.wins')),
        right(say('trial.p-seeds')),
        right(say('trial.p-adjusted')),
        right(say('trial.p-images')),
      ],
      comparisons.map(
        ({ method, measure: of, difference, low, high, wins, ties, losses, seedP, adjustedP, imageP }) => [
          trialMethodName(method, language),
          trialMeasureName(of, language),
          points(difference),
          `${points(low)} – ${points(high)}`,
          `${wins}/${ties}/${losses}`,
          pText(seedP),
          pText(adjustedP),
          imageP === null ? none : pText(imageP),
        ],
      ),
      '  ',
    ),
    '',
  ];
}

function wattsNotes(budgets: readonly BudgetResult[], say: Voice): string[] {
  const sources = new Set(budgets.flatMap(({ methods }) => methods.flatMap(({ wattsSource }) => wattsSource ?? [])));
  const [only] = sources;
  if (!only) return [];
  return [say('trial.watts', { source: say(`trial.watts-${sources.size > 1 ? 'mixed' : only}`) })];
}
