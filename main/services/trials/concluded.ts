// Whether a training of a trial is over for good: done, or failed by its own doing rather than by that of the PC.
import { type ErrorCode, NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Run } from '../../../shared/domain/run.ts';

/** What the method or its settings lead to: repeating it would not help, and it counts against the method. */
const ownFailures: readonly (ErrorCode | null)[] = ['train.diverged', 'jobs.crashed-again', 'jobs.hung'];

type Ending = Pick<Run, 'status' | 'failure'>;

export function isConcluded({ status, failure }: Ending): boolean {
  return status === 'done' || (status === 'failed' && isOwn(failure?.code ?? null));
}

/** A full disk, a missing file, …: the trial waits until the cause is gone, and then trains it again. */
export function isObstructed({ status, failure }: Ending): boolean {
  return status === 'failed' && !isOwn(failure?.code ?? null);
}

export function trainingFailed({ id, failure }: Pick<Run, 'id' | 'failure'>): NarashiError {
  return new NarashiError('trials.training-failed', { run: id, reason: failure?.message ?? '' });
}

const isOwn = (code: string | null) => ownFailures.some((own) => own === code);
