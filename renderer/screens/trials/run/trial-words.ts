// A trial in words: its state, the time left, its cells.
import type { Trial, TrialCell } from '../../../../shared/contract/trials.ts';
import type { TrialBudget, TrialMethod } from '../../../../shared/domain/trial.ts';
import type { PlainKeyOf, SayOf } from '../../../../shared/text/voice.ts';
import { roughly } from '../../../components/roughly.ts';
import type { trialsTexts } from '../../../text/trials.ts';

type Say = SayOf<typeof trialsTexts>;

/** A trial that waits for the user because of a failure is not just paused. */
export function statusKey({ status, failure }: Pick<Trial, 'status' | 'failure'>): PlainKeyOf<typeof trialsTexts> {
  return failure && status !== 'done' ? 'status.failed' : `status.${status}`;
}

export const isOver = ({ status }: Pick<Trial, 'status'>) => status === 'done' || status === 'stopped';

/** `about 3 min left`; said only of a trial under way. */
export function timeLeft({ secondsLeft }: Pick<Trial, 'secondsLeft'>, say: Say, language: 'ja' | 'en'): string {
  if (secondsLeft === null) return say('progress.left-unknown');
  return say('progress.left', { time: roughly(secondsLeft, language) });
}

/** The trainings of one method under one budget, in order of the seeds. */
export function rowOf({ cells, plan }: Pick<Trial, 'cells' | 'plan'>, method: TrialMethod, budget: TrialBudget) {
  return plan.seeds.flatMap((seed) =>
    cells.filter((cell) => cell.method === method && cell.budget === budget && cell.seed === seed),
  );
}

/** Seeds whose training is done: what the values of a result belong to. */
export function doneSeeds(trial: Pick<Trial, 'cells' | 'plan'>, method: TrialMethod, budget: TrialBudget): number[] {
  return rowOf(trial, method, budget)
    .filter(({ status }) => status === 'done')
    .map(({ seed }) => seed);
}

/** Trainings that failed; one shared by two budgets counts once. */
export function failures(cells: readonly TrialCell[]): number {
  const failed = cells.filter(({ status }) => status === 'failed');
  const runs = new Set(failed.flatMap(({ runId }) => (runId === null ? [] : [runId])));
  return runs.size + failed.filter(({ runId }) => runId === null).length;
}

/** Whether a training counts under both budgets. */
export function sharesRuns(cells: readonly TrialCell[]): boolean {
  const runs = cells.flatMap(({ runId }) => (runId === null ? [] : [runId]));
  return new Set(runs).size < runs.length;
}
