// Runtime schemas shared by the aggregates: what may be written, and what a row read back must look like.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { JsonObject } from '../../shared/domain/run.ts';

/** SHA-256 as 64 lower-case hexadecimal digits (32 bytes in the database). */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower-case hexadecimal');

/** Text that SQLite gives back exactly: no lone surrogates, no NUL. */
export const text = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'not valid Unicode text');
export const filledText = text.min(1);
export const optionalText = text.nullish().transform((value) => value ?? null);

export const identity = z.int().positive();
export const count = z.int().nonnegative();
export const amount = z.number().nonnegative();

/** A plain JSON object that survives storage unchanged: finite numbers, no undefined, no class instances. */
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/** A JSON column: text in the row, `value` outside. */
export function jsonColumn<T>(value: z.ZodType<T>) {
  return z
    .string()
    .transform((json, context): unknown => {
      try {
        return JSON.parse(json);
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(value);
}

/** SQLite has no truth values: 0 or 1 in the row. */
export const flag = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1);

export const total = z.object({ total: z.int() });

/** `value` as the schema gives it back. @throws NarashiError store.invalid naming `what` */
export function check<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new NarashiError('store.invalid', { what, reason: reasonOf(result.error) });
  return result.data;
}

/** The first thing wrong, with its place. */
export function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'unknown';
  return issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message;
}
