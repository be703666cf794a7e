// Backbones of every family are read, cut and headed, and their gradients are PyTorch's.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { depthOf } from '../../../main/backbone/depth.ts';
import { describeBackbone } from '../../../main/backbone/describe.ts';
import { readBackboneFile } from '../../../main/backbone/read.ts';
import { createOrtExecutor } from '../../../main/engine/ort/executor.ts';
import { preprocessingConventions } from '../../../shared/domain/backbone.ts';
import { checkHeaded, likeBefore } from '../../support/headed-backbone.ts';
import { noiseTensor, relativeError, runModel } from '../onnx/run.ts';

const executor = createOrtExecutor(1);
afterAll(() => executor.close());

const golden = (name: string) => fileURLToPath(new URL(`../../fixtures/golden/${name}`, import.meta.url));

/** Golden networks: layout, shape and stages of what was found. */
const cases = [
  { name: 'convnet', layout: 'channels-first', shape: [16, 4, 4], stages: 3 },
  { name: 'resnet', layout: 'channels-first', shape: [32, 4, 4], stages: 3 },
  { name: 'mobilenet_v2', layout: 'channels-first', shape: [1280, 4, 4], stages: 3 },
  { name: 'mobilenet_v3', layout: 'vector', shape: [32], stages: 4 },
  { name: 'efficientnet', layout: 'channels-first', shape: [48, 4, 4], stages: 3 },
  { name: 'shufflenet_v2', layout: 'channels-first', shape: [64, 1, 1], stages: 4 },
];

describe('golden networks', () => {
  it.each(cases)('$name', async ({ name, layout, shape, stages }) => {
    const { description, logits, gradient } = await checkHeaded(golden(name), 'model.onnx', executor);
    expect(description.card).toMatchObject({
      producer: 'pytorch',
      input: { layout: 'nchw', fixed: false, multipleOf: 1 },
      feature: { layout, shape },
      head: { classes: 5, confidence: 'high' },
      canFineTune: 'all',
      withoutGradient: [],
      stages,
    });
    expect(logits).toBeLessThan(1e-5);
    expect(gradient).toBeLessThan(1e-4);
  });
});

const exportsFolder = new URL('../onnx/exports/', import.meta.url);
const exportCase = z.object({ file: z.string(), size: z.number(), logits: z.array(z.number()) });
const exported = z.array(exportCase).parse(JSON.parse(readFileSync(new URL('cases.json', exportsFolder), 'utf8')));
/** Where they are cut; each vision transformer takes its own size only. */
const cuts: Readonly<Record<string, object>> = {
  timm_vit: { feature: { layout: 'tokens', pooling: 'class-token' }, input: { fixed: true } },
  torchvision_vit: { feature: { layout: 'tokens', pooling: 'class-token' }, input: { fixed: true } },
  swin: { feature: { pooling: 'mean' } },
  shuffle: { feature: { layout: 'vector' }, input: { fixed: true } },
};

describe('networks as exporters write them', () => {
  const known = exported.flatMap((each) => {
    const cut = cuts[each.file.slice(0, each.file.indexOf('-'))];
    return cut ? [{ ...each, cut }] : [];
  });
  it.each(known)('$file', async ({ file, size, logits, cut }) => {
    const path = fileURLToPath(new URL(file, exportsFolder));
    const description = describeBackbone(readBackboneFile(path), {
      preprocessing: preprocessingConventions.symmetric,
    });
    expect(description.card).toMatchObject({ ...cut, head: { classes: 5 }, canFineTune: 'all' });
    const { network } = likeBefore(description, size, 5);
    const found = await runModel(network, { image: noiseTensor([2, 3, size, size]) });
    expect(relativeError(found.logits?.numbers ?? [], logits)).toBeLessThan(1e-4);
    // Any number of images, and each judged by itself.
    const one = await runModel(network, { image: noiseTensor([1, 3, size, size]) });
    expect(relativeError(one.logits?.numbers ?? [], logits.slice(0, 5))).toBeLessThan(1e-4);
    const depths = [...depthOf(network)];
    expect(depths.filter(([, stage]) => stage === description.card.stages).map(([name]) => name)).toEqual([
      'classifier.weight',
      'classifier.bias',
    ]);
  });
});
