// The end of an import: its classes and images enter the project, and it is marked done, in one transaction.
import { setImmediate } from 'node:timers/promises';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ClassDecision } from '../../../shared/contract/imports.ts';
import type { ProjectImageDraft } from '../../../shared/domain/project.ts';
import {
  type LeftOutLine,
  leftOutLine,
  type PlannedImage,
  plannedImage,
  type WorkFolder,
} from '../../data/import/work-folder.ts';
import { readLines } from '../../data/line-file.ts';
import type { ImportJob } from '../../store/index.ts';
import { logged } from '../activity.ts';
import type { AppContext } from '../context.ts';

const leftOutLimit = 200;

/** Other calls are answered between two batches. */
const batchLength = 250;

/**
 * All or nothing; undefined when, before the last step, it is no longer wanted. Only one at a time.
 * @throws NarashiError imports.source-gone
 */
export async function commitImport(
  context: AppContext,
  { id, projectId, payload }: ImportJob,
  decisions: ReadonlyMap<string, ClassDecision>,
  folder: WorkFolder,
  isWanted: () => boolean,
): Promise<ImportJob | undefined> {
  const { store } = context.workspace;
  const failed: LeftOutLine[] = [];
  for await (const line of readLines(folder.failed, leftOutLine)) failed.push(line);
  const failedPaths = new Set(failed.map(({ path }) => path));
  /** Class names in the order they are met: their numbers until the classes are there. */
  const names = new Map<string, number>();
  const numberOf = (name: string): number => {
    const number = names.get(name) ?? names.size + 1;
    names.set(name, number);
    return number;
  };
  const incoming = store.projectImages.incoming(projectId);
  try {
    let batch: ProjectImageDraft[] = [];
    for await (const image of readLines(folder.plan, plannedImage)) {
      if (failedPaths.has(image.path)) continue;
      batch.push(toDraft(image, image.className === null ? null : numberOf(image.className)));
      if (batch.length < batchLength) continue;
      incoming.add(batch);
      batch = [];
      await setImmediate();
    }
    incoming.add(batch);
    if (!isWanted()) return undefined;
    return logged(context, (log) => {
      const classIds = Array.from(names.keys(), (name) => {
        const verdict = [...decisions.values()].find(({ target }) => target === name)?.verdict ?? 'NG';
        return store.projectClasses.ensure(projectId, { name, verdict }).id;
      });
      const { added, restored } = incoming.enter(id, classIds);
      const images = added + restored;
      if (images === 0 && failed.length > 0) throw new NarashiError('imports.source-gone', { source: payload.source });
      log({ kind: 'images.imported', projectId, data: { source: payload.source, images } });
      const { report } = payload;
      return store.importJobs.update(id, 'done', {
        added: images,
        report: report && {
          ...report,
          unusable: report.unusable + failed.length,
          leftOut: [...failed, ...report.leftOut].slice(0, leftOutLimit),
        },
      });
    });
  } finally {
    incoming.drop();
  }
}

function toDraft(image: PlannedImage, classId: number | null): ProjectImageDraft {
  const { path, hash, split, lot, part, line, camera, capturedAt, width, height, bytes } = image;
  return {
    path,
    contentHash: hash,
    classId,
    split: split ?? null,
    lot: lot ?? null,
    part: part ?? null,
    line: line ?? null,
    camera: camera ?? null,
    capturedAt: capturedAt ?? null,
    width,
    height,
    bytes,
  };
}
