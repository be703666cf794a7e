// A trial as the terminal shows it while it goes on; starting and resuming one share it.
import { recipeSchema } from '../../shared/domain/recipe.ts';
import type { Run } from '../../shared/domain/run.ts';
import { clock, duration, percent } from '../../shared/text/numbers.ts';
import { trialMethodName } from '../../shared/text/verdicts.ts';
import type { Electricity } from '../jobs/control/run-cost.ts';
import { latestTest } from '../services/judged-images.ts';
import { runTrial, type TrialTalk } from '../services/trials/run-trial.ts';
import { TrialResults } from '../services/trials/trial-result.ts';
import { trialView } from '../services/trials/trial-view.ts';
import type { Workspace } from '../services/workspace.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { resultLines, timingLines } from './format/trial.ts';
import { commandLine } from './repeat.ts';
import type { Session } from './session.ts';
import { TrainingDisplay } from './training-display.ts';

export interface TrialRequest {
  readonly workspace: Workspace;
  readonly trialId: number;
  readonly electricity: Electricity;
  /** Words that name the workspace in commands to type next. */
  readonly workspaceWords: readonly string[];
}

/** Trains what is left of the trial and says what came of it. @throws NarashiError trials.*, jobs.*, store.* */
export async function goThroughTrial(session: Session, request: TrialRequest): Promise<ExitCode> {
  const { say, output, interruption } = session;
  const { workspace, trialId, workspaceWords } = request;
  const { name, plan, timing } = workspace.store.trials.get(trialId);
  output.say('', say('trial.title', { id: trialId, name }));
  if (plan.labelNoise > 0) output.say(say('trial.noised', { noise: percent(plan.labelNoise, say.language) }));
  if (!timing) output.say(say('trial.timing'));
  interruption.onFirst(() => output.complain(say('train.stopping')));
  const status = await runTrial(workspace, trialId, talkTo(session, request));
  output.live('');
  if (status === 'done') return sayTrial(session, workspace, trialId);
  const resume = commandLine([...workspaceWords, 'trial', 'resume', String(trialId)]);
  output.say('', say('trial.stopped', { command: resume }));
  const trial = trialView(workspace, workspace.store.trials.get(trialId));
  output.answer({ trial, resume, exitCode: exitCodes.stopped });
  return exitCodes.stopped;
}

/** The figures as far as the trial got. */
export function sayTrial({ say, output }: Session, workspace: Workspace, trialId: number): ExitCode {
  const record = workspace.store.trials.get(trialId);
  const trial = trialView(workspace, record);
  const result = new TrialResults(workspace).of(record);
  const title = say('trial.title', { id: trialId, name: trial.name });
  output.say('', `${title}  (${say(`trial.status-${trial.status}`)}, ${trial.done}/${trial.total})`, '');
  output.say(...resultLines(trial, result, say, output.columns));
  output.answer({ trial, result, exitCode: exitCodes.ok });
  return exitCodes.ok;
}

function talkTo(session: Session, { workspace, electricity, trialId }: TrialRequest): TrialTalk {
  const { say, output, interruption } = session;
  const { language } = say;
  const view = () => trialView(workspace, workspace.store.trials.get(trialId));
  return {
    signal: interruption.signal,
    electricity,
    onTimed: ({ timing }) => output.say('', ...(timing ? timingLines(timing, say) : []), '', forecast(), ''),
    onTraining: ({ runId, method, seed, epochs }, index, total) => {
      const named = trialMethodName(method, language);
      output.say(say('trial.training', { index, total, seed, method: named, epochs, run: runId }));
      const recipe = recipeSchema.parse(workspace.store.runs.get(runId).hyperParameters);
      return new TrainingDisplay(session, recipe, { hasLog: false }).events;
    },
    onSweep: ({ done, total }) => output.live(say('sweep.live', { done, total })),
    onTrained: (run) => {
      output.live('');
      output.say(`     ${trained(run)}`);
    },
  };

  function forecast(): string {
    const { total, secondsLeft } = view();
    return say('trial.timed', { trainings: total, time: duration(secondsLeft, language) });
  }

  function trained({ id, failure }: Run): string {
    if (failure) return say('trial.training-failed', { reason: failure.message });
    const { store } = workspace;
    const evaluation = latestTest(store.evaluations.list(id))?.result;
    return say('trial.trained', {
      accuracy: percent(evaluation?.accuracy?.value ?? null, language),
      escape: percent(evaluation?.escape?.value ?? null, language),
      overkill: percent(evaluation?.overkill?.value ?? null, language),
      time: duration(store.costs.get(id)?.seconds ?? null, language),
      left: clock(view().secondsLeft ?? 0),
    });
  }
}
