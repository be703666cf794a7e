// A valid value of any contract's schema, and spoilt copies of it that the schema must refuse.
import { z } from 'zod';

/** Leaves that schemas of the contracts accept, tried in turn. */
const candidates: readonly unknown[] = [
  1,
  16,
  0.5,
  'name',
  'a'.repeat(64),
  '00000000-0000-4000-8000-000000000000',
  '2026-01-02T03:04:05.678Z',
  'rpc.internal',
  true,
  null,
  new Uint8Array([1, 0, 0, 0, 2, 0, 0, 0]),
];

/** A complete value: every optional part is there, every list has one entry, or as many choices as it asks for. */
export function sampleOf(schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodObject) return mapValues(schema.shape, sampleOf);
  if (schema instanceof z.ZodArray) return listOf(schema);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return sampleOf(schema.def.innerType);
  }
  if (schema instanceof z.ZodTuple) return schema.def.items.map(sampleOf);
  if (schema instanceof z.ZodUnion) return sampleOf(firstOf(schema.options));
  if (schema instanceof z.ZodRecord) return { key: sampleOf(schema.def.valueType) };
  if (schema instanceof z.ZodEnum) return firstOf(schema.options);
  if (schema instanceof z.ZodLiteral) return firstOf([...schema.values]);
  const fitting = candidates.find((candidate) => z.safeParse(schema, candidate).success);
  if (fitting === undefined) throw new Error(`no sample for a schema of type ${schema._zod.def.type}`);
  return fitting;
}

function listOf(schema: z.ZodArray): unknown[] {
  const { element } = schema;
  const one = [sampleOf(element)];
  if (schema.safeParse(one).success || !(element instanceof z.ZodEnum)) return one;
  const choices: unknown[] = element.options;
  const lists = choices.map((_, last) => choices.slice(0, last + 1));
  return lists.find((list) => schema.safeParse(list).success) ?? one;
}

/** A value of no schema of the contracts. */
const stranger = [{ stranger: [{}] }];

/** Copies of a sample, each wrong in one place: a part of the wrong type, a part missing, a part nobody asked for. */
export function spoil(schema: z.ZodType, sample: unknown): unknown[] {
  return variants(sample).filter((variant) => !schema.safeParse(variant).success);
}

function variants(value: unknown): unknown[] {
  const own = [stranger, undefined];
  if (!isRecord(value)) return own;
  const entries = Object.entries(value);
  return [
    ...own,
    { ...value, stranger: 1 },
    ...entries.map(([key]) => Object.fromEntries(entries.filter(([other]) => other !== key))),
    ...entries.flatMap(([key, part]) => variants(part).map((variant) => ({ ...value, [key]: variant }))),
  ];
}

/** Copies of a sample in which one object, at any depth, has a key that leads to a prototype. */
export function poison(value: unknown): unknown[] {
  if (!isRecord(value)) return [];
  const entries = Object.entries(value);
  return [
    ...['__proto__', 'constructor', 'prototype'].map((key) => withOwn(value, key, { polluted: true })),
    ...entries.flatMap(([key, part]) => poison(part).map((variant) => ({ ...value, [key]: variant }))),
  ];
}

function withOwn(value: object, key: string, part: unknown): object {
  return Object.defineProperty({ ...value }, key, { value: part, enumerable: true });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function firstOf<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error('an empty list of choices');
  return first;
}
