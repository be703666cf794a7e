// The split of a project's labelled images: stable for good, by lot, and sparing with classes of a few images.
import type { Split } from '../../shared/domain/dataset.ts';
import { splitNames } from '../../shared/domain/images.ts';
import { hashKey, splitCode, splitImages, textKey } from './split.ts';

/** What the split of an image depends on. */
export interface SplitImage {
  readonly contentHash: string;
  readonly classId: number;
  /** Null: not given yet. A split once given stays, whatever becomes of the label. */
  readonly split: Split | null;
  readonly lot: string | null;
  readonly part: string | null;
}

export interface ProjectSplit {
  /** One per image, in their order. */
  readonly splits: readonly Split[];
  /** Classes of two or more images without a test image or without a training image. */
  readonly untested: readonly number[];
  readonly untrained: readonly number[];
  /** Classes so few of whose lots are known that they had to be divided; their test figures may be too good. */
  readonly dividedLots: readonly number[];
}

/**
 * A fifth is tested: escape and overkill, which the plant decides by, come from these images alone, and 20 % keeps
 * their intervals bearable at a few hundred images. A tenth validates: it only draws a curve while training goes on.
 */
const testFraction = 0.2;
const validationFraction = 0.1;
/** A class with fewer images gives none of them to validation: one image says nothing, and training needs it. */
const leastForValidation = 10;
/** One seed for all projects: the same images split the same in each of them. */
const seed = 1234;

/**
 * Images of a lot (or, where no lot is known, of a part) go into one split, because they look alike. Where that would
 * leave a class without a test or training image, as when all its images are of one lot, its lots are divided: figures
 * that are a little too good are better than none.
 */
export function splitProject(images: readonly SplitImage[]): ProjectSplit {
  const classIds = [...new Set(images.map(({ classId }) => classId))].sort((a, b) => a - b);
  const numbers = new Map(classIds.map((id, index) => [id, index]));
  const labels = Int32Array.from(images, ({ classId }) => numbers.get(classId) ?? 0);
  const groups = BigUint64Array.from(images, groupKeys());
  const request = {
    hashes: BigUint64Array.from(images, ({ contentHash }) => hashKey(contentHash)),
    labels,
    previous: Uint8Array.from(images, ({ split }) => (split === null ? splitCode.none : splitCode[split])),
    seed,
    validation: validationFraction,
    test: testFraction,
  };
  const byLot = splitImages({ ...request, groups });
  const bare = new Set([...byLot.untested, ...byLot.untrained]);
  const divided = new Set<number>();
  groups.forEach((group, image) => {
    const label = labels[image] ?? 0;
    if (group === 0n || !bare.has(label)) return;
    groups[image] = 0n;
    if (request.previous[image] === splitCode.none) divided.add(label);
  });
  const { splits, untested, untrained } = divided.size > 0 ? splitImages({ ...request, groups }) : byLot;
  const sizes = new Int32Array(classIds.length);
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  const ids = (list: Iterable<number>) => Array.from(list, (label) => classIds[label] ?? 0);
  return {
    splits: images.map(({ split }, image) => {
      if (split !== null) return split;
      const given = splitNames[splits[image] ?? splitCode.train] ?? 'train';
      const isTooFew = (sizes[labels[image] ?? 0] ?? 0) < leastForValidation && groups[image] === 0n;
      return given === 'validation' && isTooFew ? 'train' : given;
    }),
    untested: ids(untested),
    untrained: ids(untrained),
    dividedLots: ids(divided),
  };
}

/** Lots and parts of the same name are not the same group. There are far fewer names than images. */
function groupKeys(): (image: SplitImage) => bigint {
  const keys = new Map<string, bigint>();
  return ({ lot, part }) => {
    if (!lot && !part) return 0n;
    const name = lot ? `lot ${lot}` : `part ${part}`;
    const key = keys.get(name) ?? textKey(name);
    keys.set(name, key);
    return key;
  };
}
