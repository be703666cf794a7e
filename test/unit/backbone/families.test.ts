// Backbones of every family are read, cut and headed, and their gradients are PyTorch's.
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createOrtExecutor } from '../../../main/engine/ort/executor.ts';
import { checkHeaded } from '../../support/headed-backbone.ts';

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
