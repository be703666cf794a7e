// The backbone in the box: the file its card speaks of, small enough, readable by ONNX Runtime and by training alike.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeBackbone } from '../../../main/backbone/describe.ts';
import { readBackboneFile } from '../../../main/backbone/read.ts';
import { normaliseModel } from '../../../main/onnx/normalise/index.ts';
import { readModel } from '../../../main/onnx/read.ts';
import { specialise } from '../../../main/onnx/specialise.ts';
import { backboneModel } from '../../../main/pretrain/backbone-file.ts';
import { boxCourse } from '../../../main/pretrain/course.ts';
import { noiseTensor, runModel } from '../onnx/run.ts';

const file = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../resources/backbones/${name}`, import.meta.url)));

describe('the backbone in the box', () => {
  const bytes = file('narashi-surface.onnx');

  it('is the file its card speaks of, of at most 8 MB', () => {
    expect(file('narashi-surface.md').toString()).toContain(createHash('sha256').update(bytes).digest('hex'));
    expect(bytes.length).toBeLessThanOrEqual(8e6);
  });

  it('has the card that the program reads of it', () => {
    const path = fileURLToPath(new URL('../../../resources/backbones/narashi-surface.onnx', import.meta.url));
    const { card } = describeBackbone(readBackboneFile(path), {}, 'box', boxCourse.made);
    expect(JSON.parse(file('narashi-surface.json').toString())).toEqual(card);
  });

  it('gives 256 features that depend on the picture, the same in half-precision storage as widened', async () => {
    const image = noiseTensor([2, 3, 64, 64]);
    const stored = await runModel(bytes, { image });
    const widened = await runModel(normaliseModel(readModel(bytes)), { image });
    expect(stored.features?.shape).toEqual([2, 256]);
    expect(widened.features?.numbers).toEqual(stored.features?.numbers);
    const [first, second] = [0, 256].map((start) => stored.features?.numbers.slice(start, start + 256));
    expect(first?.every(Number.isFinite)).toBe(true);
    expect(second).not.toEqual(first);
  });

  it('is trained as the preset it was made from, every filter in single precision', () => {
    const { weights, outputs } = specialise(normaliseModel(readModel(bytes)), [4, 3, 64, 64]);
    const fresh = specialise(normaliseModel(backboneModel('small', new Map(), 64)), [4, 3, 64, 64]);
    expect([...weights.keys()]).toEqual([...fresh.weights.keys()]);
    expect([...weights.values()].every(({ tensor }) => tensor.type === 'float32')).toBe(true);
    expect(outputs[0]?.shape).toEqual([4, 256]);
  });
});
