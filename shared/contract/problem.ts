// Errors as data, for the way across a process or a bridge, and back again.
import { z } from 'zod';
import type { Problem } from './common.ts';
import { type ErrorCode, type ErrorData, NarashiError } from './errors/index.ts';

/** Flat already; which places a code needs only its sentence knows, and a missing one shows as `?`. */
const anyData = z.custom<ErrorData<ErrorCode>>();

export function toProblem({ code, data }: NarashiError): Problem {
  return { code, data: { ...data } };
}

/** With its sentences, for whoever reads it without this program. */
export type Told = Problem & { readonly en: string; readonly ja: string };

export function toTold(error: NarashiError): Told {
  return { ...toProblem(error), en: error.in('en'), ja: error.in('ja') };
}

export function fromProblem({ code, data }: Problem, options?: ErrorOptions): NarashiError {
  return new NarashiError(code, anyData.parse(data), options);
}
