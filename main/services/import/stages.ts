// The two long stages of an import, each a child and what the parent makes of its result.
import { z } from 'zod';
import { count } from '../../../shared/contract/common.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type ImportReport, importLayouts } from '../../../shared/contract/imports.ts';
import type { WorkFolder } from '../../data/import/work-folder.ts';
import type { InspectPayload } from '../../jobs/child/import-inspect.ts';
import type { WritePayload } from '../../jobs/child/import-write.ts';
import type { ChildJob, StartChild } from '../../jobs/control/child.ts';
import type { ImportJob, Store } from '../../store/index.ts';
import { resolveDecisions } from './decisions.ts';
import { writePlan } from './plan.ts';
import { buildReport, type ProjectFacts } from './report.ts';

/** Children that die are started again: a system short of memory kills them. One that dies each time is no accident. */
const attempts = 4;
const accidents: ReadonlySet<string> = new Set(['jobs.crashed', 'jobs.hung']);

const progressEvent = z.object({ done: count, total: count.nullable() });
export type Progress = z.infer<typeof progressEvent>;
const inspected = z.object({ layout: z.enum(importLayouts), otherFiles: count });

export interface Surroundings {
  readonly workspaceRoot: string;
  readonly store: Store;
  readonly startChild: StartChild;
  /** Told of every child, so that it can be ended. */
  readonly onChild: (child: ChildJob) => void;
  readonly onProgress: (progress: Progress) => void;
  /** Whether the import is still wanted. */
  readonly isWanted: () => boolean;
}

export function factsOf(store: Store, projectId: number): ProjectFacts {
  return {
    classes: store.projectClasses.list(projectId),
    known: (hashes) => store.projectImages.known(projectId, hashes),
  };
}

async function runChild(kind: string, payload: object, around: Surroundings): Promise<unknown> {
  const onEvent = (event: unknown): void => around.onProgress(progressEvent.parse(event));
  for (let attempt = 1; ; attempt++) {
    const child = around.startChild(kind, payload, { onEvent });
    around.onChild(child);
    try {
      return await child.result;
    } catch (error) {
      const isAccident = error instanceof NarashiError && accidents.has(error.code);
      if (!isAccident || attempt >= attempts || !around.isWanted()) throw error;
    }
  }
}

/** @throws NarashiError data.*, imports.*, jobs.* */
export async function inspectStage(job: ImportJob, folder: WorkFolder, around: Surroundings): Promise<ImportReport> {
  const { classes, known } = factsOf(around.store, job.projectId);
  const payload: InspectPayload = {
    paths: [...job.payload.paths],
    workFolder: folder.path,
    classNames: classes.map(({ name }) => name),
  };
  const result = inspected.parse(await runChild('import-inspect', payload, around));
  return buildReport(job.payload.source, folder, result, { classes, known });
}

/** Everything but the rows. @throws NarashiError data.*, imports.*, jobs.* */
export async function writeStage(job: ImportJob, folder: WorkFolder, around: Surroundings): Promise<void> {
  const { report } = job.payload;
  if (report === null) throw new NarashiError('imports.damaged', { reason: 'no report' });
  const facts = factsOf(around.store, job.projectId);
  const decisions = decisionsOf(job, facts);
  const total = await writePlan({ folder, report, decisions, ...facts });
  around.onProgress({ done: 0, total });
  const payload: WritePayload = { workspaceRoot: around.workspaceRoot, workFolder: folder.path, total };
  await runChild('import-write', payload, around);
}

/** @throws NarashiError imports.unknown-class, imports.two-verdicts, imports.nothing-chosen */
export function decisionsOf({ payload }: ImportJob, { classes }: Pick<ProjectFacts, 'classes'>) {
  const names = new Set(classes.map(({ name }) => name));
  return resolveDecisions(payload.report ?? { classes: [] }, payload.decisions, (name) => names.has(name));
}
