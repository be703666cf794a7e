// Failures nobody expected, in the log, each under a number that the user can read out.
import type { CallFailure } from '../../shared/rpc/server.ts';
import type { Log } from '../data/rotating-log.ts';

export interface Reporter {
  /** Of a service's method. */
  readonly call: (failure: CallFailure) => void;
  /** Of anything else; gives its number. */
  readonly other: (error: unknown) => string;
}

export function createReporter(log: Log): Reporter {
  let count = 0;
  const other = (error: unknown) => {
    const id = `h${process.pid}-${++count}`;
    log(`failure ${id}: ${detailsOf(error)}`);
    return id;
  };
  return { call: ({ id, method, error }) => log(`failure ${id} in ${method}: ${detailsOf(error)}`), other };
}

function detailsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\nCaused by: ${detailsOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
