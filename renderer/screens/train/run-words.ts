// A queued run in words and as a share of its way: phase, progress, time left, the hour it will end.
import type { QueuedRun } from '../../../shared/contract/training.ts';
import type { PlainKeyOf, SayOf } from '../../../shared/text/voice.ts';
import { methodName } from '../../components/method-name.ts';
import { roughly } from '../../components/roughly.ts';
import type { runTexts } from '../../text/runs.ts';
import type { trainTexts } from '../../text/train.ts';

type Say = SayOf<typeof trainTexts>;
type Language = 'ja' | 'en';

/** What the run is doing, or how it ended. */
export function phaseKey({ status, phase }: Pick<QueuedRun, 'status' | 'phase'>): PlainKeyOf<typeof trainTexts> {
  if (status === 'done') return 'phase.done';
  if (status === 'failed') return 'phase.failed';
  if (status === 'interrupted') return 'phase.interrupted';
  if (status === 'stopped') return phase === 'ended' ? 'phase.stopped' : 'phase.paused';
  if (status === 'queued') return 'phase.waiting';
  return phase === 'ended' ? 'phase.training' : `phase.${phase}`;
}

export const isWaiting = ({ status }: Pick<QueuedRun, 'status'>) => status === 'queued';
export const isRunning = ({ status }: Pick<QueuedRun, 'status'>) => status === 'running';
/** Takes up a place in the queue: it runs, or will by itself. */
export const isActive = (run: Pick<QueuedRun, 'status'>) => isRunning(run) || isWaiting(run);
export const canResume = ({ status }: Pick<QueuedRun, 'status'>) =>
  status === 'stopped' || status === 'failed' || status === 'interrupted';

/** Share of the steps done, 0 to 1. */
export function progressOf({ status, epoch, epochs, step, stepsPerEpoch }: QueuedRun): number {
  if (status === 'done') return 1;
  const part = stepsPerEpoch ? Math.min(1, step / stepsPerEpoch) : 0;
  return epochs > 0 ? Math.min(1, (epoch + part) / epochs) : 0;
}

/** The epoch being worked on, as people count: 1 to `epochs`. */
export function presentEpoch({ epoch, epochs }: Pick<QueuedRun, 'epoch' | 'epochs'>): number {
  return Math.min(epochs, epoch + 1);
}

/** `about 3 min left`; said only of a run under way. */
export function timeLeft(run: QueuedRun, say: Say, language: Language): string {
  if (run.secondsLeft === null) return say('progress.left-unknown');
  if (run.secondsLeft < 4) return say('progress.left-soon');
  return say('progress.left', { time: roughly(run.secondsLeft, language) });
}

/** `ends about 14:32`; with the day where that is not today's. Null where it is not known or not worth saying. */
export function endHour(run: QueuedRun, now: Date, say: Say): string | null {
  if (run.secondsLeft === null || run.secondsLeft < 90) return null;
  const end = new Date(now.getTime() + run.secondsLeft * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = `${two(end.getHours())}:${two(end.getMinutes())}`;
  if (end.toDateString() === now.toDateString()) return say('progress.until', { clock });
  return say('progress.until-day', { day: `${end.getMonth() + 1}/${end.getDate()}`, clock });
}

/** `Standard · Adaptive SAM`; without a preset (a run of the command line) the network's name. */
export function runKind(
  { preset, method, network }: Pick<QueuedRun, 'preset' | 'method' | 'network'>,
  say: Say,
  sayRun: SayOf<typeof runTexts>,
): string {
  const chosen = preset ? say(`preset.${preset}`) : network;
  return sayRun('run.kind', { preset: chosen, method: methodName(method, sayRun) });
}
