// The split of a project: stable for good, by lot, sparing with small classes, and never without a test it could have.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SplitImage, splitProject } from '../../../main/data/split-project.ts';
import type { Split } from '../../../shared/domain/dataset.ts';
import { random } from '../../../shared/domain/random.ts';

function image(index: number, classId: number, more: Partial<SplitImage> = {}): SplitImage {
  const contentHash = createHash('sha256').update(`part ${index}`).digest('hex');
  return { contentHash, classId, split: null, lot: null, part: null, ...more };
}

/** `counts[i]` images of class `10 + i`. */
function images(counts: readonly number[], more: (index: number) => Partial<SplitImage> = () => ({})): SplitImage[] {
  return counts
    .flatMap((count, label) => Array.from({ length: count }, (_, index) => [label, index] as const))
    .map(([label], index) => image(index, 10 + label, more(index)));
}

/** Class → [train, validation, test]. */
function tally(list: readonly SplitImage[], splits: readonly Split[]): Record<number, number[]> {
  const table: Record<number, number[]> = {};
  list.forEach(({ classId }, index) => {
    const row = table[classId] ?? [0, 0, 0];
    table[classId] = row;
    const column = (['train', 'validation', 'test'] as const).indexOf(splits[index] ?? 'train');
    row[column] = (row[column] ?? 0) + 1;
  });
  return table;
}

describe('splitProject', () => {
  const cases: readonly (readonly [counts: readonly number[], table: Record<number, number[]>])[] = [
    [[100, 50], { 10: [70, 10, 20], 11: [35, 5, 10] }],
    [[10, 10], { 10: [7, 1, 2], 11: [7, 1, 2] }],
    // Nine and fewer give none to validation, all of two and more are tested.
    [[9, 5, 3, 2, 1], { 10: [7, 0, 2], 11: [4, 0, 1], 12: [2, 0, 1], 13: [1, 0, 1], 14: [1, 0, 0] }],
  ];
  it.each(cases)('of %j images per class', (counts, table) => {
    const list = images(counts);
    const result = splitProject(list);
    expect(tally(list, result.splits)).toEqual(table);
    expect(result).toMatchObject({ untested: [], untrained: [], dividedLots: [] });
  });

  it('does not depend on the order of the images', () => {
    const list = images([40, 20], (index) => ({ lot: index % 3 === 0 ? null : `L${index % 11}` }));
    const { splits } = splitProject(list);
    const order = Int32Array.from(list.keys());
    random(1, 'order').shuffle(order);
    const shuffled = splitProject(Array.from(order, (index) => list[index] ?? image(0, 0)));
    expect(shuffled.splits).toEqual(Array.from(order, (index) => splits[index]));
  });

  it('never changes a split once given, whatever is added or relabelled since', () => {
    const stream = random(2, 'growth');
    let list: SplitImage[] = [];
    for (let round = 0; round < 8; round++) {
      const more = Array.from({ length: 10 + stream.integer(40) }, (_, index) =>
        image(1_000 * round + index, 10 + stream.integer(3), { lot: stream.chance(0.5) ? `L${round}` : null }),
      );
      const relabelled = list.map((each) => (stream.chance(0.2) ? { ...each, classId: 10 + stream.integer(4) } : each));
      const next = [...relabelled, ...more];
      const { splits } = splitProject(next);
      expect(splits.slice(0, list.length)).toEqual(list.map(({ split }) => split));
      list = next.map((each, index) => ({ ...each, split: splits[index] ?? null }));
    }
    const [train = 0, validation = 0, test = 0] = Object.values(
      tally(
        list,
        list.map(({ split }) => split ?? 'train'),
      ),
    ).reduce((sum, row) => sum.map((each, index) => each + (row[index] ?? 0)), [0, 0, 0]);
    expect(test / (train + validation + test)).toBeGreaterThan(0.15);
    expect(test / (train + validation + test)).toBeLessThan(0.3);
  });

  const groups: readonly (readonly [string, (index: number) => Partial<SplitImage>])[] = [
    ['lots', (index) => ({ lot: `L${index % 12}` })],
    ['parts where lots are unknown', (index) => ({ part: `P${index % 12}` })],
    ['lots, not parts, where both are known', (index) => ({ lot: `L${index % 12}`, part: `P${index}` })],
  ];
  it.each(groups)('keeps %s together', (_, more) => {
    const list = images([120, 60], more);
    const { splits, dividedLots } = splitProject(list);
    expect(dividedLots).toEqual([]);
    const seen = new Map<string, Set<string>>();
    list.forEach(({ lot, part }, index) => {
      const key = lot ?? part ?? '';
      seen.set(key, (seen.get(key) ?? new Set()).add(splits[index] ?? ''));
    });
    expect([...seen.values()].every((each) => each.size === 1)).toBe(true);
    expect(new Set(splits)).toEqual(new Set(['train', 'validation', 'test']));
  });

  it('does not take a part for a lot of the same name', () => {
    const list = images([40], (index) => (index % 2 ? { lot: `A${index >> 1}` } : { part: `A${index >> 1}` }));
    const { splits } = splitProject(list);
    const pairs = Array.from({ length: 20 }, (_, pair) => [splits[2 * pair], splits[2 * pair + 1]]);
    expect(pairs.some(([part, lot]) => part !== lot)).toBe(true);
  });

  it('takes what the source says, also where it would not have chosen so', () => {
    const list = images([20, 4], (index) => (index >= 20 ? { split: 'validation' } : {}));
    const { splits, untested, untrained } = splitProject(list);
    expect(tally(list, splits)).toEqual({ 10: [14, 2, 4], 11: [0, 4, 0] });
    expect({ untested, untrained }).toEqual({ untested: [11], untrained: [11] });
  });

  it('divides a lot whose earlier images are all in one split, where its class has no other', () => {
    const list = images([20, 6], (index) => (index >= 20 ? { lot: 'L1', split: index < 25 ? 'test' : null } : {}));
    const { splits, dividedLots, untrained } = splitProject(list);
    expect(tally(list, splits)[11]).toEqual([1, 0, 5]);
    expect({ dividedLots, untrained }).toEqual({ dividedLots: [11], untrained: [] });
  });

  it('divides the lots of a class only where it would otherwise have no test images, and says so', () => {
    const list = images([50, 50], (index) => ({ lot: index < 50 ? `L${index % 10}` : 'one lot' }));
    const { splits, untested, dividedLots } = splitProject(list);
    expect({ untested, dividedLots }).toEqual({ untested: [], dividedLots: [11] });
    expect(tally(list, splits)[11]).toEqual([35, 5, 10]);
    const lots = new Map<string | null, Set<string>>();
    list.slice(0, 50).forEach(({ lot }, index) => {
      lots.set(lot, (lots.get(lot) ?? new Set()).add(splits[index] ?? ''));
    });
    expect([...lots.values()].every((each) => each.size === 1)).toBe(true);
  });

  it('names a class that earlier splits left without test images', () => {
    const list = images([20, 5], (index) => (index >= 20 ? { split: 'train', lot: 'L1' } : {}));
    expect(splitProject(list)).toMatchObject({ untested: [11], untrained: [], dividedLots: [] });
  });

  it('of 100,000 images in a few large lots does not take minutes', () => {
    const list = images([90_000, 10_000], (index) => ({ lot: `L${index % 2}` }));
    const started = performance.now();
    expect(splitProject(list).untrained).toEqual([]);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
