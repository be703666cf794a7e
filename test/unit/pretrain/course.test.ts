// A course of pretraining in small: pictures on disk, squares cut from them, phases that take up each other's weights.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portable } from '../../../main/autodiff/rules/index.ts';
import { createOrtExecutor } from '../../../main/engine/ort/executor.ts';
import { type Course, recipeOf } from '../../../main/pretrain/course.ts';
import { cutBatches } from '../../../main/pretrain/cuts.ts';
import { drawFormula } from '../../../main/pretrain/formulas/formula.ts';
import { drawPictures, pictureLabels } from '../../../main/pretrain/pictures.ts';
import { pretrain } from '../../../main/pretrain/pretrain.ts';
import { augmentationPresets } from '../../../shared/domain/images.ts';
import { random } from '../../../shared/domain/random.ts';

const phase = { crop: 16, batchSize: 8, epochs: 1, learningRate: 0.05, schedule: 'constant' } as const;
const course: Course = {
  made: '2026-01-01T00:00:00.000Z',
  seed: 5,
  classes: 4,
  picturesPerClass: 4,
  size: 24,
  phases: [phase, { ...phase, epochs: 2 }],
};

describe('pretraining', () => {
  const folder = mkdtempSync(join(tmpdir(), 'narashi-course-'));
  const pixelFile = join(folder, 'pictures.bin');
  const labels = pictureLabels(course);
  beforeAll(() => drawPictures(pixelFile, course, 2, () => undefined));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps every picture at the place of its class, however many threads draw', () => {
    const bytes = 24 * 24 * 3;
    const picture = drawFormula(5, 2)(24, random(5, 'instance', 2, 3));
    const record = 2 * 4 + 3;
    expect(labels[record]).toBe(2);
    expect(
      readFileSync(pixelFile)
        .subarray(record * bytes, (record + 1) * bytes)
        .equals(picture),
    ).toBe(true);
  });

  it('cuts squares out of pictures, the same from wherever it starts', async () => {
    const recipe = { ...recipeOf(course, phase), augmentation: augmentationPresets.none };
    const batches = cutBatches({ pixelFile, labels, size: 24 }, recipe);
    expect(batches.stepsPerEpoch).toBe(2);
    const second = await nth(batches.from(0, 0), 2);
    expect(await nth(batches.from(0, 1), 1)).toEqual(second);
    const file = readFileSync(pixelFile);
    const [first = 0] = second.labels;
    const found = Array.from({ length: 4 * 81 }, (_, place) => {
      const [record, left, top] = [first * 4 + Math.floor(place / 81), place % 9, Math.floor(place / 9) % 9];
      return Array.from({ length: 256 }, (_, at) => {
        const [x, y] = [left + (at % 16), top + Math.floor(at / 16)];
        return ((file[(record * 576 + y * 24 + x) * 3] ?? 0) / 255 - 0.5) / 0.5;
      });
    });
    const red = Array.from(second.images.subarray(0, 256));
    expect(found.some((cut) => cut.every((value, at) => Math.abs(value - (red[at] ?? 9)) < 1e-5))).toBe(true);
  });

  it('goes from phase to phase with the weights it has', async () => {
    const executor = createOrtExecutor(1);
    const seen: { phase: number; norm: number }[] = [];
    try {
      const weights = await pretrain({
        executor,
        lowering: portable,
        network: 'tiny',
        course,
        pictures: { pixelFile, labels, size: 24 },
        onEpoch: (report, at, present) => {
          expect(report.skippedSteps).toBe(0);
          seen.push({ phase: at, norm: present.get('stem.norm.running_mean')?.data[0] ?? 0 });
        },
      });
      expect(seen.map((entry) => entry.phase)).toEqual([0, 1, 1]);
      expect(weights.get('stem.norm.running_mean')?.data[0]).toBe(seen[2]?.norm);
      const again = await pretrain({
        executor,
        lowering: portable,
        network: 'tiny',
        course: { ...course, phases: course.phases.slice(1) },
        pictures: { pixelFile, labels, size: 24 },
      });
      // Without the first phase it ends elsewhere.
      expect(again.get('stem.weight')?.data).not.toEqual(weights.get('stem.weight')?.data);
    } finally {
      await executor.close();
    }
  });
});

async function nth<T extends { readonly images: Float32Array; readonly labels: Int32Array }>(
  stream: AsyncIterable<T>,
  count: number,
) {
  let left = count;
  for await (const { images, labels } of stream)
    if (--left === 0) return { images: images.slice(), labels: labels.slice() };
  throw new RangeError('the stream ended');
}
