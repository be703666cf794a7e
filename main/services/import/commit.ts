// The end of an import: its classes and images enter the project, and it is marked done, in one transaction.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ClassDecision } from '../../../shared/contract/imports.ts';
import type { ProjectImageDraft } from '../../../shared/domain/project.ts';
import { leftOutLine, type PlannedImage, plannedImage, type WorkFolder } from '../../data/import/work-folder.ts';
import { readLinesSync } from '../../data/line-file.ts';
import type { ImportJob } from '../../store/index.ts';
import { logged } from '../activity.ts';
import type { AppContext } from '../context.ts';

const leftOutLimit = 200;

/** All or nothing. @throws NarashiError imports.source-gone */
export function commitImport(
  context: AppContext,
  { id, projectId, payload }: ImportJob,
  decisions: ReadonlyMap<string, ClassDecision>,
  folder: WorkFolder,
): ImportJob {
  const failed = [...readLinesSync(folder.failed, leftOutLine)];
  const failedPaths = new Set(failed.map(({ path }) => path));
  const { store } = context.workspace;
  return logged(context, (log) => {
    const classIds = new Map<string, number>();
    const classIdOf = (name: string): number => {
      const known = classIds.get(name);
      if (known !== undefined) return known;
      const verdict = [...decisions.values()].find(({ target }) => target === name)?.verdict ?? 'NG';
      const { id: classId } = store.projectClasses.ensure(projectId, { name, verdict });
      classIds.set(name, classId);
      return classId;
    };
    function* drafts(): Generator<ProjectImageDraft> {
      for (const image of readLinesSync(folder.plan, plannedImage)) {
        if (failedPaths.has(image.path)) continue;
        yield toDraft(image, image.className === null ? null : classIdOf(image.className));
      }
    }
    const { added, restored } = store.projectImages.insertMany(projectId, id, drafts());
    if (added + restored === 0 && failed.length > 0) {
      throw new NarashiError('imports.source-gone', { source: payload.source });
    }
    log({ kind: 'images.imported', projectId, data: { source: payload.source, images: added + restored } });
    const { report } = payload;
    return store.importJobs.update(id, 'done', {
      added: added + restored,
      report: report && {
        ...report,
        unusable: report.unusable + failed.length,
        leftOut: [...failed, ...report.leftOut].slice(0, leftOutLimit),
      },
    });
  });
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
