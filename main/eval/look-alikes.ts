// Pictures that look alike, from their 64-bit hashes: groups in which each is near another one.
import type { Split } from '../../shared/domain/dataset.ts';

/** At most this many bits may differ: with eight bands of eight bits, near hashes then share a band. */
export const FARTHEST = 7;

export interface LookAlikes {
  /** Places of the hashes, ascending. */
  readonly members: readonly number[];
  /** Greatest number of differing bits between two that were joined. */
  readonly distance: number;
}

/**
 * Groups of two or more, the largest first. Only hashes that agree in one of eight bands are compared (pigeonhole), so
 * that a hundred thousand pictures take seconds.
 * @param hashes 8 bytes each; `distance` 0 to 7
 */
export function lookAlikes(hashes: readonly Uint8Array[], distance: number): LookAlikes[] {
  if (distance > FARTHEST) throw new RangeError(`${distance} bits are more than bands can tell`);
  const parent = Int32Array.from(hashes.keys());
  const farthest = new Map<number, number>();
  const rootOf = (place: number): number => {
    let root = place;
    while (parent[root] !== root) root = parent[root] ?? root;
    parent[place] = root;
    return root;
  };
  for (let band = 0; band < 8; band++) {
    for (const places of bandsOf(hashes, band)) {
      for (let one = 0; one < places.length; one++) {
        for (let other = one + 1; other < places.length; other++) {
          const [a, b] = [places[one] ?? 0, places[other] ?? 0];
          const bits = differingBits(hashes[a], hashes[b]);
          if (bits > distance) continue;
          const [rootA, rootB] = [rootOf(a), rootOf(b)];
          const most = Math.max(bits, farthest.get(rootA) ?? 0, farthest.get(rootB) ?? 0);
          parent[rootB] = rootA;
          farthest.set(rootA, most);
        }
      }
    }
  }
  const groups = Map.groupBy(hashes.keys(), rootOf);
  return [...groups]
    .filter(([, members]) => members.length > 1)
    .map(([root, members]) => ({ members, distance: farthest.get(root) ?? 0 }))
    .sort((a, b) => b.members.length - a.members.length || (a.members[0] ?? 0) - (b.members[0] ?? 0));
}

export interface AlikeGroup<T> {
  readonly members: readonly T[];
  /** As in {@link LookAlikes}. */
  readonly distance: number;
  /** On both sides of the test: its figures are too good. */
  readonly leaks: boolean;
  /** Labelled differently: one of the labels is wrong. */
  readonly contradicts: boolean;
}

/** The same of labelled pictures, with what it means for their labels and splits; the gravest first, then the largest. */
export function alikeGroups<T extends { readonly hash: Uint8Array; readonly split: Split; readonly label: number }>(
  pictures: readonly T[],
  distance: number,
): AlikeGroup<T>[] {
  const groups = lookAlikes(
    pictures.map(({ hash }) => hash),
    distance,
  ).map((group) => {
    const members = group.members.flatMap((place) => pictures[place] ?? []);
    const leaks = new Set(members.map(({ split }) => split === 'test')).size > 1;
    const contradicts = new Set(members.map(({ label }) => label)).size > 1;
    return { members, distance: group.distance, leaks, contradicts };
  });
  const weight = ({ leaks, contradicts }: AlikeGroup<T>) => (contradicts ? 2 : 0) + (leaks ? 1 : 0);
  return groups.sort((one, other) => weight(other) - weight(one) || other.members.length - one.members.length);
}

/** Places of hashes with the same byte, one list for each byte that several have. */
function bandsOf(hashes: readonly Uint8Array[], band: number): number[][] {
  const lists = Map.groupBy(hashes.keys(), (place) => hashes[place]?.[band] ?? 0);
  return [...lists.values()].filter((places) => places.length > 1);
}

export function differingBits(a: Uint8Array | undefined, b: Uint8Array | undefined): number {
  let bits = 0;
  for (let place = 0; place < 8; place++) bits += ones[(a?.[place] ?? 0) ^ (b?.[place] ?? 0)] ?? 0;
  return bits;
}

const ones = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);
