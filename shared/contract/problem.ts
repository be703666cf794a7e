// Errors as data, for the way across a process or a bridge, and back again.
import { z } from 'zod';
import type { Problem } from './common.ts';
import { type ErrorCode, type ErrorData, NarashiError } from './errors/index.ts';

/** Flat already; which places a code needs only its sentence knows, and a missing one shows as `?`. */
const anyData = z.custom<ErrorData<ErrorCode>>();

export function toProblem({ code, data }: NarashiError): Problem {
  return { code, data: { ...data } };
}

export function fromProblem({ code, data }: Problem, options?: ErrorOptions): NarashiError {
  return new NarashiError(code, anyData.parse(data), options);
}
