// How a project's images spread over classes, splits and lots, and what that keeps its figures from showing.
import type { Balance } from '../../../shared/contract/quality.ts';
import type { Split } from '../../../shared/domain/dataset.ts';
import type { LabelledImage } from '../../../shared/domain/project.ts';
import { splitProject } from '../../data/split-project.ts';
import type { Store } from '../../store/index.ts';

/** A class this many times as large as another gets in its way. */
const IMBALANCE = 5;
/** Fewer images of a class teach little and test less. */
const FEW = 20;
const LOTS = 200;

/** @throws NarashiError projects.not-found */
export function balanceOf(store: Store, projectId: number): Balance {
  store.projects.get(projectId);
  const images = store.projectImages.labelled(projectId);
  const { splits } = splitProject(images);
  const used = new Set(images.map(({ classId }) => classId));
  const classes = store.projectClasses
    .list(projectId)
    .filter(({ id }) => used.has(id))
    .map(({ id, name, verdict }) => {
      const own = images.flatMap((image, place) => (image.classId === id ? [{ image, split: splits[place] }] : []));
      const of = (split: Split) => own.filter((each) => each.split === split).length;
      const lots = new Set(own.flatMap(({ image }) => image.lot ?? [])).size;
      const counts = { train: of('train'), validation: of('validation'), test: of('test') };
      return { classId: id, name, verdict, images: own.length, ...counts, lots };
    });
  const sizes = classes.map(({ images: count }) => count);
  const ratio = sizes.length < 2 ? null : Math.max(...sizes) / Math.min(...sizes);
  const withoutLot = images.filter(({ lot }) => !lot).length;
  const shared = { classes, ratio, lots: lotsOf(images, splits, classes), withoutLot };
  return { ...shared, findings: findings(shared, images.length) };
}

function lotsOf(
  images: readonly LabelledImage[],
  splits: readonly Split[],
  classes: Balance['classes'],
): Balance['lots'] {
  const places = new Map(classes.map(({ classId }, place) => [classId, place]));
  const lots = new Map<string, { lot: string; counts: number[]; splits: Split[] }>();
  images.forEach(({ lot, classId }, index) => {
    if (!lot) return;
    const found = lots.get(lot) ?? { lot, counts: classes.map(() => 0), splits: [] };
    const place = places.get(classId) ?? 0;
    found.counts[place] = (found.counts[place] ?? 0) + 1;
    const split = splits[index] ?? 'train';
    if (!found.splits.includes(split)) found.splits.push(split);
    lots.set(lot, found);
  });
  const size = ({ counts }: { counts: readonly number[] }) => counts.reduce((sum, count) => sum + count, 0);
  return [...lots.values()].sort((a, b) => size(b) - size(a) || a.lot.localeCompare(b.lot)).slice(0, LOTS);
}

function findings({ classes, ratio, withoutLot }: Omit<Balance, 'findings'>, total: number): Balance['findings'] {
  const found: Balance['findings'] = [];
  const say = (kind: Balance['findings'][number]['kind'], classId: number | null, value: number | null) =>
    found.push({ kind, classId, value });
  if (classes.length === 1) say('one-class', classes[0]?.classId ?? null, null);
  if (ratio !== null && ratio >= IMBALANCE) {
    const smallest = classes.reduce((least, each) => (each.images < least.images ? each : least));
    say('imbalance', smallest.classId, ratio);
  }
  for (const { classId, images, train, test, lots } of classes) {
    if (images < FEW) say('few-images', classId, images);
    if (test === 0) say('no-test', classId, null);
    if (train === 0) say('no-train', classId, null);
    if (lots === 1 && withoutLot < total) say('single-lot', classId, null);
  }
  if (total > 0 && withoutLot === total) say('no-lots', null, null);
  return found;
}
