// The report of an inspection: all there is to know before anything is written.
import type { Problem } from '../../../shared/contract/common.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ImportReport } from '../../../shared/contract/imports.ts';
import { toProblem } from '../../../shared/contract/problem.ts';
import type { ProjectClass } from '../../../shared/contract/projects.ts';
import { isGoodName } from '../../../shared/domain/good-names.ts';
import { checkTrainable } from '../../data/check-trainable.ts';
import { freeBytes } from '../../data/disk-space.ts';
import type { Inspected } from '../../data/import/inspect-source.ts';
import type { LeftOutLine, WorkFolder } from '../../data/import/work-folder.ts';
import { type KnownImages, Selection } from './selection.ts';
import { Summary } from './summary.ts';

/** As many as one confirmation can decide about. */
export const classLimit = 1_000;
const namedLimit = 200;
const lotExamples = 20;

export interface ProjectFacts {
  readonly classes: readonly ProjectClass[];
  readonly known: KnownImages;
}

/** @throws NarashiError imports.nothing-found, imports.too-many-classes */
export async function buildReport(
  source: string,
  folder: WorkFolder,
  { layout, otherFiles }: Inspected,
  project: ProjectFacts,
): Promise<ImportReport> {
  const selection = await Selection.of(folder.found, project.known);
  const summary = await Summary.of(selection.chosen());
  const { known, duplicates, conflicts, unusable } = selection;
  if (summary.images + known + conflicts === 0) {
    throw new NarashiError('imports.nothing-found', { source, unusable });
  }
  const count = summary.classes.size;
  if (count > classLimit) throw new NarashiError('imports.too-many-classes', { source, count, limit: classLimit });
  const lots = summary.lots(layout !== 'csv');
  const largest = [...lots].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, lotExamples);
  return {
    layout,
    classes: foundClasses(summary, project.classes),
    images: summary.images,
    duplicates,
    known,
    conflicts,
    unusable,
    leftOut: await firstOf(selection.leftOut(), namedLimit),
    otherFiles,
    unlabelled: summary.unlabelled,
    lots: lots.size,
    lotExamples: largest.map(([name, images]) => ({ name, images })),
    givenSplits: summary.hasSplits ? { ...summary.splits } : null,
    warnings: warningsAbout(source, summary, conflicts, project.classes),
    bytes: summary.bytes,
    freeBytes: await freeBytes(folder.path),
    widths: summary.images === 0 ? null : { smallest: summary.smallest, largest: summary.largest },
  };
}

function foundClasses(summary: Summary, existing: readonly ProjectClass[]): ImportReport['classes'] {
  return [...summary.classes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, { images }]) => {
      const there = existing.find(({ name }) => name === source);
      const verdict = there?.verdict ?? (isGoodName(source) ? 'OK' : 'NG');
      return { source, images, verdict, exists: there !== undefined };
    });
}

/** What a quality engineer should know, about the project as it would be after the import. */
function warningsAbout(
  folder: string,
  summary: Summary,
  conflicts: number,
  existing: readonly ProjectClass[],
): Problem[] {
  const counts = new Map(existing.map(({ name, images }) => [name, images]));
  for (const [name, { images }] of summary.classes) counts.set(name, (counts.get(name) ?? 0) + images);
  counts.delete('');
  const untrained = untrainedClasses(summary, existing);
  const split =
    untrained.length === 0
      ? []
      : [new NarashiError('imports.split-without-training', { classes: untrained.join(', ') })];
  if ([...counts.values()].every((images) => images === 0)) return split.map(toProblem);
  const classes = [...counts].map(([name, count]) => ({ name, count }));
  const { errors, warnings } = checkTrainable({ classes, conflicts, folder });
  return [...errors, ...warnings, ...split].map(toProblem);
}

/** Classes that the given split leaves without a training image, here and in the project: as in MVTec AD. */
export function untrainedClasses(
  { classes }: Pick<Summary, 'classes'>,
  existing: readonly ProjectClass[],
): readonly string[] {
  const inProject = new Set(existing.filter(({ images }) => images > 0).map(({ name }) => name));
  return [...classes].flatMap(([name, { trainable }]) =>
    name === '' || trainable > 0 || inProject.has(name) ? [] : [name],
  );
}

async function firstOf(lines: AsyncIterable<LeftOutLine>, limit: number): Promise<LeftOutLine[]> {
  const first: LeftOutLine[] = [];
  for await (const line of lines) {
    if (first.length >= limit) break;
    first.push(line);
  }
  return first;
}
