// Real exports of small networks, over opsets and export modes, compute PyTorch's logits once normalised and made static.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { normaliseModel } from '../../../main/onnx/normalise/index.ts';
import { readModel } from '../../../main/onnx/read.ts';
import { specialise } from '../../../main/onnx/specialise.ts';
import { noiseTensor, reEmit, relativeError, runModel } from './run.ts';

const folder = new URL('./exports/', import.meta.url);
const casesSchema = z.array(z.object({ file: z.string(), size: z.number(), logits: z.array(z.number()) }));
const cases = casesSchema.parse(JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8')));

/** What only shape arithmetic needs: none of it may be left once sizes are fixed. */
const shapeOperators = ['Shape', 'ConstantOfShape', 'Range', 'Equal', 'Cast', 'NonZero', 'ScatterND', 'Trilu'];

describe('exports', () => {
  for (const { file, size, logits } of cases) {
    it(file, async () => {
      const image = noiseTensor([2, 3, size, size]);
      const model = normaliseModel(readModel(readFileSync(new URL(file, folder))));
      const graph = specialise(model, image.shape);
      expect(graph.outputs[0]?.shape).toEqual([2, 5]);
      expect(graph.nodes.filter((node) => shapeOperators.includes(node.operator)).map((node) => node.name)).toEqual([]);
      const emitted = await runModel(reEmit(graph), { [graph.input.name]: image });
      expect(relativeError(emitted.output_0?.numbers ?? [], logits)).toBeLessThan(1e-4);
    });
  }

  it('keeps every parameter as a weight, under its own name, and no settings', () => {
    const names = (file: string, size: number) =>
      [
        ...specialise(normaliseModel(readModel(readFileSync(new URL(file, folder)))), [
          2,
          3,
          size,
          size,
        ]).weights.keys(),
      ].sort();
    expect(names('updown-11-preserve.onnx', 24)).toEqual(
      ['c1', 'c2', 'c3', 'fc', 't', 't2'].flatMap((layer) => [`${layer}.bias`, `${layer}.weight`]),
    );
    expect(names('norms-17-preserve.onnx', 16)).toEqual(
      ['c1', 'c2', 'fc', 'g', 'g1', 'i', 'l', 'l3'].flatMap((layer) => [`${layer}.bias`, `${layer}.weight`]),
    );
  });
});
