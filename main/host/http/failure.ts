// Errors → HTTP answers: `{ code, data }`, as the page reads them.
import { type ErrorCode, NarashiError } from '../../../shared/contract/errors/index.ts';
import { toProblem } from '../../../shared/contract/problem.ts';

/** 400 where none is named. */
const statuses: ReadonlyMap<ErrorCode, number> = new Map<ErrorCode, number>([
  ['data.original-missing', 404],
  ['host.download-gone', 404],
  ['host.upload-unknown', 404],
  ['host.not-found', 404],
  ['host.upload-too-large', 413],
  ['host.too-many-uploads', 429],
  ['host.upload-not-written', 507],
  ['host.starting', 503],
]);

/** @param report told of errors nobody expected; gives the number that the user sees */
export function answerFailure(error: unknown, report: (error: unknown) => string): Response {
  if (!(error instanceof NarashiError)) {
    return json(new NarashiError('rpc.internal', { id: report(error) }), 500);
  }
  return json(error, statuses.get(error.code) ?? 400);
}

function json(error: NarashiError, status: number): Response {
  return Response.json(toProblem(error), { status, headers: { 'cache-control': 'no-store' } });
}
