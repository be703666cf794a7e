// Drawn pictures: the same for the same seed on every machine, different from class to class, alike within a class.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawFormula } from '../../../main/pretrain/formulas/formula.ts';
import { random } from '../../../shared/domain/random.ts';

const SIZE = 40;
const draw = (index: number, instance: number, seed = 1) =>
  drawFormula(seed, index)(SIZE, random(seed, 'instance', index, instance));
const digest = (picture: Uint8Array) => createHash('sha256').update(picture).digest('hex');

describe('a drawn picture', () => {
  it('depends on seed, class and instance alone', () => {
    const first = Array.from({ length: 12 }, (_, index) => digest(draw(index, 3)));
    const again = Array.from({ length: 12 }, (_, index) => digest(draw(index, 3)));
    expect(again).toEqual(first);
    expect(new Set([...first, digest(draw(0, 4)), digest(draw(0, 3, 2))]).size).toBe(14);
  });

  it('is drawn as ever: what is trained on it and measured depends on every byte', () => {
    const all = createHash('sha256');
    for (let index = 0; index < 40; index++) all.update(draw(index, 0));
    expect(all.digest('hex')).toBe('08f58edfaf561a4108a39fd31596c418dc8f6c72af40a3f7f9ae3f2e39cce57d');
  });

  it('fills the square with bytes that vary', () => {
    const flat = Array.from({ length: 60 }, (_, index) => new Set(draw(index, 1)).size).filter((levels) => levels < 8);
    expect(flat).toEqual([]);
    expect(draw(0, 0)).toHaveLength(SIZE * SIZE * 3);
  });

  it('can be told from other classes by plain statistics, far better than by chance', () => {
    const classes = Array.from({ length: 20 }, (_, index) => index);
    const centres = classes.map((index) =>
      mean([0, 1, 2, 3, 4, 5].map((instance) => statistics(draw(index, instance)))),
    );
    const spread = deviations(centres);
    const hits = classes.flatMap((index) =>
      [6, 7, 8, 9].map((instance) => nearest(statistics(draw(index, instance)), centres, spread) === index),
    );
    // Chance: 4 of 80.
    expect(hits.filter(Boolean).length).toBeGreaterThan(24);
  });
});

/** Differences between neighbours at four distances in two directions, on a logarithmic scale, relative to the contrast. */
function statistics(picture: Uint8Array): number[] {
  const grey = Float32Array.from({ length: SIZE * SIZE }, (_, at) => picture[at * 3 + 1] ?? 0);
  const middle = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  const contrast = grey.reduce((sum, value) => sum + Math.abs(value - middle), 0) / grey.length + 0.1;
  const difference = (dx: number, dy: number) => {
    let sum = 0;
    for (let y = 0; y < SIZE - 8; y++)
      for (let x = 0; x < SIZE - 8; x++)
        sum += Math.abs((grey[y * SIZE + x] ?? 0) - (grey[(y + dy) * SIZE + x + dx] ?? 0));
    return Math.log(sum / (SIZE - 8) ** 2 / contrast + 0.01);
  };
  return [1, 2, 4, 8].flatMap((step) => [difference(step, 0), difference(0, step)]);
}

function mean(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_, column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0) / rows.length);
}

function deviations(rows: readonly (readonly number[])[]): number[] {
  const centre = mean(rows);
  return centre.map((value, column) =>
    Math.sqrt(rows.reduce((sum, row) => sum + ((row[column] ?? 0) - value) ** 2, 0) / rows.length),
  );
}

function nearest(given: readonly number[], centres: readonly (readonly number[])[], spread: readonly number[]): number {
  const distances = centres.map((centre) =>
    centre.reduce((sum, value, column) => sum + ((value - (given[column] ?? 0)) / (spread[column] ?? 1)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}
