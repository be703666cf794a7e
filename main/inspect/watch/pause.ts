// Work in pieces: whatever else there is to do in this process is done between two of them.
import { setImmediate } from 'node:timers/promises';

/** Lets everything else go first. @throws StoppedError where the work is no longer wanted */
export type Pause = () => Promise<void>;

export class StoppedError extends Error {}

export function pauseUnless(isStopping: () => boolean): Pause {
  return async () => {
    await setImmediate();
    if (isStopping()) throw new StoppedError('stopped');
  };
}

/** The result of work that yields between its pieces. */
export async function inPieces<T>(pieces: Generator<undefined, T>, pause: Pause): Promise<T> {
  for (;;) {
    const piece = pieces.next();
    if (piece.done) return piece.value;
    await pause();
  }
}
