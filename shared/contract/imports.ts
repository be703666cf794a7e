// Importing images: first looked through, then shown, and only written once the user confirms.
import { z } from 'zod';
import { method, service } from '../rpc/contract.ts';
import { count, errorCode, grant, identity, moment, name, nothing, problem, verdict } from './common.ts';

export const importId = z.string().regex(/^[0-9a-f-]{36}$/);
export const importLayouts = ['folders', 'splits', 'mvtec', 'csv', 'loose'] as const;

/** A class as found: what the folder or CSV says, and what is proposed for it. */
export const foundClass = z.object({
  /** As written in the source; empty for images outside any class folder. */
  source: z.string(),
  images: count,
  verdict,
  /** The project has this class already. */
  exists: z.boolean(),
});

export const leftOutFile = z.object({ path: z.string(), code: errorCode, reason: z.string() });

/** All there is to know before anything is written. */
export type ImportLayout = (typeof importLayouts)[number];
export const importReport = z.object({
  layout: z.enum(importLayouts),
  classes: z.array(foundClass),
  /** Usable new images. */
  images: count,
  /** The same bytes twice in one class of the source: kept once. */
  duplicates: count,
  /** Already in the project: left as they are. */
  known: count,
  /** The same bytes in two classes: left out. */
  conflicts: count,
  /** Files that cannot be used, at most 200 of them named. */
  unusable: count,
  leftOut: z.array(leftOutFile),
  otherFiles: count,
  /** Images with no class; they can be imported and labelled here. */
  unlabelled: count,
  lots: count,
  /** The largest lots, at most 20. */
  lotExamples: z.array(z.object({ name: z.string(), images: count })),
  /** The source says which images are for training, validation and test. */
  givenSplits: z.object({ train: count, validation: count, test: count }).nullable(),
  warnings: z.array(problem),
  bytes: count,
  freeBytes: count.nullable(),
  widths: z.object({ smallest: count, largest: count }).nullable(),
});
export type ImportReport = z.infer<typeof importReport>;

export const importPhases = ['inspecting', 'inspected', 'writing', 'done', 'cancelled', 'failed'] as const;

export type ImportPhase = (typeof importPhases)[number];

export const importState = z.object({
  importId,
  projectId: identity,
  /** What was picked, as the user knows it. */
  source: z.string(),
  phase: z.enum(importPhases),
  done: count,
  /** Null while it is being counted. */
  total: count.nullable(),
  startedAt: moment,
  /** From `inspected` on. */
  report: importReport.nullable(),
  /** In `done`. */
  added: count.nullable(),
  /** In `failed`. */
  failure: problem.nullable(),
});
export type ImportState = z.infer<typeof importState>;

/** What becomes of one class of the source. One that no decision names goes to the class of its own name. */
export const classDecision = z.strictObject({
  source: z.string().max(1_000),
  include: z.boolean(),
  /** Class of the project it goes to, made where it is missing; null: imported without a label. */
  target: name.nullable(),
  verdict,
});

export type ClassDecision = z.infer<typeof classDecision>;

const one = z.strictObject({ importId });

export const imports = service(
  'imports',
  {
    /** Begins to look through what was picked (a folder, images, a ZIP or a CSV). Writes nothing to the project. */
    inspect: method(z.strictObject({ projectId: identity, grant }), importState),
    get: method(one, importState),
    /** Imports of a project that are under way or have failed, newest first. */
    active: method(z.strictObject({ projectId: identity }), z.array(importState)),
    /** Writes what the report promised, all of it or nothing; goes on by itself after a crash. */
    confirm: method(z.strictObject({ importId, classes: z.array(classDecision).max(1_000) }), importState),
    /** Stops it wherever it is; nothing of it is kept. */
    cancel: method(one, importState),
    /** Takes an import that has ended off the list. */
    dismiss: method(one, nothing),
  },
  { changed: importState },
);
