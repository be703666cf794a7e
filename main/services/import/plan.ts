// The plan of an import: every image to write, with the class, split and lot it will have in the project.
import type { ClassDecision, ImportReport } from '../../../shared/contract/imports.ts';
import type { ProjectClass } from '../../../shared/contract/projects.ts';
import type { FoundImage, PlannedImage, WorkFolder } from '../../data/import/work-folder.ts';
import { LineFile } from '../../data/line-file.ts';
import { untrainedClasses } from './report.ts';
import { type KnownImages, Selection } from './selection.ts';
import { Summary } from './summary.ts';

export interface PlanRequest {
  readonly folder: WorkFolder;
  readonly report: ImportReport;
  readonly decisions: ReadonlyMap<string, ClassDecision>;
  readonly classes: readonly ProjectClass[];
  readonly known: KnownImages;
}

/** Writes `folder.plan`. Returns how many images it holds. */
export async function writePlan({ folder, report, decisions, classes, known }: PlanRequest): Promise<number> {
  const selection = await Selection.of(folder.found, known);
  const planned = () => includedImages(selection, decisions);
  const untrained = new Set(untrainedClasses(await Summary.of(planned()), classes));
  const file = new LineFile<PlannedImage>(folder.plan);
  let count = 0;
  try {
    for await (const { lot, split, className, ...image } of planned()) {
      await file.add({
        ...image,
        className: className === '' ? null : className,
        ...(lot === undefined || report.lots === 0 ? {} : { lot }),
        ...(split === undefined || untrained.has(className) ? {} : { split }),
      });
      count++;
    }
    await file.finish();
  } finally {
    await file.discard();
  }
  return count;
}

/** The images of the classes that are included, under the names these get. */
async function* includedImages(
  selection: Selection,
  decisions: ReadonlyMap<string, ClassDecision>,
): AsyncGenerator<FoundImage> {
  for await (const image of selection.chosen()) {
    const decision = decisions.get(image.className);
    if (decision?.include) yield { ...image, className: decision.target ?? '' };
  }
}
