// Where a model is weak: its judgements by lot, line, camera or time, each part against all the others.
import type { Rate } from '../../shared/domain/evaluation.ts';
import { rate } from './intervals.ts';
import { fisherExact } from './statistics/fisher.ts';
import { holm } from './statistics/holm.ts';

/** A judged image and the slice it belongs to; '' where it is not known. */
export interface SlicedImage {
  readonly slice: string;
  readonly isRight: boolean;
  readonly isDefective: boolean;
  /** Whether its class as judged is an NG class. */
  readonly isTakenOut: boolean;
}

export interface Slice {
  readonly name: string;
  readonly images: number;
  readonly accuracy: Rate | null;
  readonly escape: Rate | null;
  readonly overkill: Rate | null;
  /** Whether it differs from the other slices by more than chance, corrected for the number of questions asked. */
  readonly stands: 'worse' | 'better' | 'alike' | 'too-few';
}

/** Below so many images nothing is said of a slice. */
const FEWEST = 5;
const ALPHA = 0.05;

type Count = { readonly count: number; readonly total: number };

/**
 * Of judgements right and of defective parts let through, each slice against the rest by Fisher's exact test with Holm's
 * correction over all of these questions. The known slices by name, numbers in their order; the unknown one last.
 */
export function slicesOf(images: readonly SlicedImage[]): Slice[] {
  const names = [...new Set(images.map(({ slice }) => slice))].sort(byName);
  const counted = names.map((name) => {
    const inside = images.filter(({ slice }) => slice === name);
    return {
      name,
      images: inside.length,
      inside: countsOf(inside),
      outside: countsOf(images.filter((image) => image.slice !== name)),
    };
  });
  const questions = counted.flatMap(({ name, images: size, inside, outside }) =>
    size < FEWEST || size === images.length
      ? []
      : (['wrong', 'escape'] as const).map((which) => {
          const [here, there] = [inside[which], outside[which]];
          return { name, isWorse: shareOf(here) > shareOf(there), p: compare(here, there) };
        }),
  );
  const corrected = holm(questions.map(({ p }) => p));
  const found = new Map<string, 'worse' | 'better'>();
  for (const [index, { name, isWorse }] of questions.entries()) {
    if ((corrected[index] ?? 1) >= ALPHA || found.get(name) === 'worse') continue;
    found.set(name, isWorse ? 'worse' : 'better');
  }
  return counted.map(({ name, images: size, inside }) => ({
    name,
    images: size,
    accuracy: rate(inside.wrong.total - inside.wrong.count, inside.wrong.total),
    escape: rate(inside.escape.count, inside.escape.total),
    overkill: rate(inside.overkill.count, inside.overkill.total),
    stands: size < FEWEST ? 'too-few' : (found.get(name) ?? 'alike'),
  }));
}

function countsOf(images: readonly SlicedImage[]): { wrong: Count; escape: Count; overkill: Count } {
  const defective = images.filter(({ isDefective }) => isDefective);
  const good = images.filter(({ isDefective }) => !isDefective);
  return {
    wrong: { count: images.filter(({ isRight }) => !isRight).length, total: images.length },
    escape: { count: defective.filter(({ isTakenOut }) => !isTakenOut).length, total: defective.length },
    overkill: { count: good.filter(({ isTakenOut }) => isTakenOut).length, total: good.length },
  };
}

const shareOf = ({ count, total }: Count): number => (total === 0 ? 0 : count / total);
const compare = (here: Count, there: Count): number => fisherExact(here.count, here.total, there.count, there.total);

const collator = new Intl.Collator('en', { numeric: true });

function byName(one: string, other: string): number {
  if (one === '' || other === '') return one === other ? 0 : one === '' ? 1 : -1;
  return collator.compare(one, other);
}
