// Folds for cross-validation: each class spread evenly over them, images of one lot or part always in the same one.
import { random } from '../../shared/domain/random.ts';
import { textKey } from './split.ts';

export interface FoldImage {
  readonly contentHash: string;
  readonly classIndex: number;
  readonly lot: string | null;
  readonly part: string | null;
}

/**
 * The fold of each image, from 0. Units – a lot, or a part where no lot is known, or a single image – are dealt out in a
 * seeded order, the largest first, each to the fold that lacks most of its classes. A class whose images all belong to
 * one lot has that lot divided, as splits have it: held out whole, no network would have learnt the class.
 */
export function assignFolds(images: readonly FoldImage[], folds: number, seed: number): Uint8Array {
  const units = unitsOf(images, seed);
  const classes = images.reduce((most, { classIndex }) => Math.max(most, classIndex + 1), 0);
  const held = Array.from({ length: folds }, () => new Int32Array(classes));
  const sizes = new Int32Array(folds);
  const result = new Uint8Array(images.length);
  for (const unit of units) {
    const counts = new Map<number, number>();
    for (const image of unit) {
      const label = images[image]?.classIndex ?? 0;
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (let fold = 0; fold < folds; fold++) {
      // What the fold would hold of the unit's own classes; of equals the one with fewer images.
      let load = (sizes[fold] ?? 0) / (images.length + 1);
      for (const [label, count] of counts) load += ((held[fold]?.[label] ?? 0) * count) / unit.length;
      if (load < least) [best, least] = [fold, load];
    }
    for (const [label, count] of counts) {
      const row = held[best];
      if (row) row[label] = (row[label] ?? 0) + count;
    }
    sizes[best] = (sizes[best] ?? 0) + unit.length;
    for (const image of unit) result[image] = best;
  }
  return result;
}

/** Images that stay together, the largest unit first, equal ones in a seeded order that does not depend on file names. */
function unitsOf(images: readonly FoldImage[], seed: number): readonly (readonly number[])[] {
  const named = images.map(({ lot, part }) => (lot ? `lot ${lot}` : part ? `part ${part}` : ''));
  const lotsOf = new Map<number, Set<string>>();
  images.forEach(({ classIndex, contentHash }, image) => {
    const lots = lotsOf.get(classIndex) ?? new Set();
    lotsOf.set(classIndex, lots.add(named[image] || contentHash));
  });
  const groups = Map.groupBy(images.keys(), (image) => {
    const { contentHash = '', classIndex = 0 } = images[image] ?? {};
    const name = named[image] ?? '';
    return name === '' || lotsOf.get(classIndex)?.size === 1 ? `image ${contentHash}` : name;
  });
  const ranked = [...groups].map(([name, members]) => ({
    members,
    rank: random(seed, 'fold', Number(textKey(name) % 4_294_967_291n)).float(),
  }));
  return ranked.sort((a, b) => b.members.length - a.members.length || a.rank - b.rank).map(({ members }) => members);
}
