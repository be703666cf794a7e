// A headed backbone in the forms a package holds: preparation of its pixels included, any number of images, also old and half.
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { describeBackbone } from '../../../main/backbone/describe.ts';
import { withInputSize } from '../../../main/backbone/input-size.ts';
import { readBackboneFile } from '../../../main/backbone/read.ts';
import { withHead } from '../../../main/backbone/with-head.ts';
import { toHalf } from '../../../main/export/graph/half.ts';
import { type Rewritten, toOlderOpset } from '../../../main/export/graph/older-opset.ts';
import { buildInspectionModel, OUTPUT_NAME } from '../../../main/export/inspection-model.ts';
import type { Model } from '../../../main/onnx/model.ts';
import { fromNumbers } from '../../../main/onnx/tensor.ts';
import { preprocessingConventions } from '../../../shared/domain/backbone.ts';
import { squarePreprocessing } from '../../../shared/domain/images.ts';
import { noise, relativeError, runModel } from '../onnx/run.ts';

const classes = [
  { name: '良品', verdict: 'OK' },
  { name: 'キズ', verdict: 'NG' },
] as const;

const size = 32;

async function judge(model: Model, images: number): Promise<readonly number[]> {
  const pixels = noise(2 * 3 * size * size).map((value) => Math.round((value + 1) * 127.5));
  const image = fromNumbers('float32', [images, 3, size, size], pixels.slice(0, images * 3 * size * size));
  return (await runModel(model, { image }))[OUTPUT_NAME]?.numbers ?? [];
}

function inspectionOf(network: string): Model {
  const path = fileURLToPath(new URL(`../../fixtures/golden/${network}/model.onnx`, import.meta.url));
  const { card, model } = describeBackbone(readBackboneFile(path), { preprocessing: preprocessingConventions.caffe });
  const headed = withHead(withInputSize(model, card, size), card, classes.length, 1);
  return buildInspectionModel({
    network: headed,
    weights: new Map(),
    classes,
    preprocessing: squarePreprocessing(size),
    origin: {},
  });
}

function made(rewritten: Rewritten): Model {
  if ('model' in rewritten) return rewritten.model;
  throw new Error(rewritten.reason);
}

it.each(['resnet', 'shufflenet_v2'])(
  '%s judges one image as among several, and in opset 13 as in 17',
  async (network) => {
    const model = inspectionOf(network);
    const both = await judge(model, 2);
    expect(both).toHaveLength(4);
    expect(relativeError(await judge(model, 1), both.slice(0, 2))).toBeLessThan(1e-5);
    expect(await judge(made(toOlderOpset(model)), 2)).toEqual(both);
    // What computes sizes while it runs is what some devices cannot do.
    expect(model.graph.nodes.filter(({ operator }) => operator === 'Shape')).toEqual([]);
  },
);

it('judges nearly the same in half precision', async () => {
  const model = inspectionOf('resnet');
  const half = await judge(made(toHalf(model)), 2);
  expect(relativeError(half, await judge(model, 2))).toBeLessThan(0.02);
});
