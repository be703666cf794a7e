// Stratified split into train, validation and test: seeded by content, so that the same images always split the same.
//
// Images of a class are ranked by a keyed hash of their content; the first ranks are tested, the next validated, the rest
// trained on. Ranks were preferred to a threshold on the hash because plants have few NG images: with a threshold, 20
// images at 20 % give anything from 1 to 8 in test; ranks give 4. Guaranteed:
//  1. order of import, folder and file names do not matter; same content, groups and seed → same split;
//  2. with `previous`, an image never changes its split; new images fill what is missing, test first;
//  3. without `previous`, adding k images to n moves only images at the two borders, about k × fraction of them;
//  4. test and validation of a class hold exactly round(count × fraction) where no group or `previous` prevents it;
//  5. a class of two or more images has at least one in training and, where test is asked for, one in test;
//  6. images that share a group (a lot, a part) share a split, and 4 and 5 hold as far as groups allow.
import { createHash } from 'node:crypto';
import { mix32 } from '../../shared/domain/random.ts';
import { assignUnits } from './split-units.ts';

/** Codes in the arrays below: the position in `splitNames`, or 255 for an image not assigned yet. */
export const splitCode = { train: 0, validation: 1, test: 2, none: 255 } as const;

export interface SplitRequest {
  /** {@link hashKey} of each image. */
  readonly hashes: BigUint64Array;
  /** Class number of each image, from 0. */
  readonly labels: Int32Array;
  /** {@link textKey} of each image's lot or part; 0 where it has none. */
  readonly groups?: BigUint64Array;
  /** Split codes from an earlier split; 255 for new images. */
  readonly previous?: Uint8Array;
  readonly seed: number;
  readonly validation: number;
  readonly test: number;
}

export interface SplitResult {
  readonly splits: Uint8Array;
  /** Classes of two or more images that groups or `previous` left without a test or a training image. */
  readonly untested: readonly number[];
  readonly untrained: readonly number[];
}

/** First 64 bits of an image's SHA-256. */
export function hashKey(hash: string): bigint {
  return BigInt(`0x${hash.slice(0, 16)}`);
}

/** A stable key for the name of a lot or part; 0, "no group", for an empty name. */
export function textKey(name: string): bigint {
  if (name === '') return 0n;
  return createHash('sha256').update(name.normalize('NFC')).digest().readBigUInt64BE() | 1n;
}

/** Pseudo-random rank of a key under a seed, 53 bits. */
function rankOf(key: bigint, seed: number): number {
  const low = Number(key & 0xffffffffn);
  const high = Number(key >> 32n);
  const first = mix32(low ^ mix32(seed ^ 0x5bd1e995));
  const second = mix32(high ^ first);
  return mix32(first ^ second ^ 0x27d4eb2f) * 2 ** 21 + (second >>> 11);
}

export function splitImages(request: SplitRequest): SplitResult {
  const { hashes, labels, groups, seed, validation, test } = request;
  if (!(validation >= 0 && test >= 0 && validation + test < 1)) throw new RangeError(`${validation} + ${test}`);
  const count = labels.length;
  const ranks = Float64Array.from({ length: count }, (_, i) => {
    const group = groups?.[i] ?? 0n;
    return rankOf(group === 0n ? (hashes[i] ?? 0n) : group, seed);
  });
  // Big integers are slow, and the first 53 bits tell nearly all hashes of a group apart.
  const leading = Float64Array.from(hashes, (hash) => Number(hash >> 11n));
  const order = Int32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) =>
      (ranks[a] ?? 0) - (ranks[b] ?? 0) ||
      (leading[a] ?? 0) - (leading[b] ?? 0) ||
      Number((hashes[a] ?? 0n) - (hashes[b] ?? 0n)),
  );
  // Equal ranks lie side by side: each run is one image, or all images of one group.
  const starts: number[] = [];
  for (let i = 0; i < count; i++) {
    if (i === 0 || ranks[order[i] ?? 0] !== ranks[order[i - 1] ?? 0]) starts.push(i);
  }
  starts.push(count);
  return assignUnits({
    labels,
    order,
    starts: Int32Array.from(starts),
    previous: request.previous ?? new Uint8Array(count).fill(splitCode.none),
    validation,
    test,
  });
}
