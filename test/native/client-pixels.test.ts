// The parts of the C++ client that need no library (resizing, 16-bit samples, the rule), against the app's own.
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePicture } from '../../main/data/decode.ts';
import { toEightBits } from '../../main/data/deep-samples.ts';
import { resize } from '../../main/data/resize.ts';
import { type DecisionRule, decide } from '../../shared/domain/decision.ts';
import type { Preprocessing } from '../../shared/domain/images.ts';
import { everydayImages, hardImages } from '../support/client-images.ts';
import { buildPixelParts, compilesWith, runClient } from '../support/client-programs.ts';

describe.skipIf(!compilesWith(['vector']))('the C++ client without any library (needs g++)', () => {
  let folder: string;
  let program: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'narashi-pixels-'));
    program = buildPixelParts(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const linesOf = (arguments_: readonly string[], input = '') => {
    const { status, stdout, stderr } = runClient([program], arguments_, input);
    expect([status, stderr]).toEqual([0, '']);
    return stdout.trim().split('\n');
  };

  it.each([
    [32, 32],
    [64, 48],
    [7, 200],
  ])('resizes to %i × %i bit for bit', async (width, height) => {
    const pictures = [...(await everydayImages(10)), ...(await hardImages())];
    const expected: string[] = [];
    const paths: string[] = [];
    for (const [name, bytes] of pictures) {
      const picture = await decodePicture(bytes, 'auto');
      const small = resize({ ...picture, channels: 3 }, width, height);
      expected.push(createHash('sha256').update(small.data).digest('hex'));
      const path = join(folder, `${name}.ppm`);
      await writeFile(
        path,
        Buffer.concat([Buffer.from(`P6\n${picture.width} ${picture.height}\n255\n`), picture.data]),
      );
      paths.push(path);
    }
    expect(linesOf(['pixels', String(width), String(height), ...paths])).toEqual(expected);
  });

  const depths: readonly (readonly [Preprocessing['deepBits'], readonly number[]])[] = [
    ['auto', [0, 15, 16, 4095]],
    ['auto', [0, 255, 256, 4096, 65535]],
    [10, [0, 3, 4, 1023, 1024, 65535]],
    [12, [0, 4095, 4096, 65535]],
    [14, [63, 64, 16383]],
    [16, [255, 256, 65535]],
  ];
  it.each(depths)('takes the upper 8 bits of %s as the app does', (deepBits, samples) => {
    const expected = toEightBits(Buffer.from(Uint16Array.from(samples).buffer), deepBits);
    const found = linesOf(['deep', deepBits === 'auto' ? '0' : String(deepBits)], samples.join(' '));
    expect(found).toEqual(Array.from(expected, String));
  });

  it('decides as the app does, and never OK without numbers', () => {
    const rules: readonly DecisionRule[] = [
      { okBelow: 0.25, ngFrom: 0.25, unlikeFrom: null },
      { okBelow: 0.25, ngFrom: 0.75, unlikeFrom: null },
      { okBelow: 0, ngFrom: 0, unlikeFrom: null },
      { okBelow: 1, ngFrom: 1, unlikeFrom: 0.5 },
      { okBelow: 0.25, ngFrom: 0.75, unlikeFrom: 0.5 },
    ];
    const scores = [0, 0.2499999, 0.25, 0.5, 0.75, 1];
    const cases = rules.flatMap((rule) =>
      scores.flatMap((score) => [null, 0, 0.5, 2].map((distance) => ({ rule, score, distance }))),
    );
    const write = ({ rule, score, distance }: { rule: DecisionRule; score: number; distance: number | null }) =>
      [score, distance ?? 'none', rule.okBelow, rule.ngFrom, rule.unlikeFrom ?? 'none'].join(' ');
    const found = linesOf(['rule'], cases.map(write).join('\n'));
    expect(found).toEqual(cases.map(({ rule, score, distance }) => decide(score, distance, rule)));
    expect(new Set(found)).toEqual(new Set(['OK', 'NG', 'review']));
    expect(linesOf(['rule'], 'nan 0.1 0.25 0.75 0.5\n0.1 nan 0.25 0.75 0.5\nnan none 1 1 none')).toEqual(
      Array.from({ length: 3 }, () => 'review'),
    );
  });
});
