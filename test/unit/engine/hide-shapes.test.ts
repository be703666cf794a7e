// Reshapes take their sizes from one input, each distinct shape stored once; everything else stays.
import { describe, expect, it } from 'vitest';
import { hideShapes } from '../../../main/engine/hide-shapes.ts';
import { GraphBuilder } from '../../../main/onnx/builder.ts';

function reshapes(shapes: readonly (readonly number[])[]) {
  const builder = new GraphBuilder();
  const x = builder.input('x', 'float32', [2, 3, 4]);
  shapes.forEach((shape, index) => {
    builder.output(builder.op('Relu', [builder.op('Reshape', [x, builder.ints(shape)])]), `y${index}`);
  });
  return builder.build('reshapes');
}

describe('hideShapes', () => {
  it.each([
    ['one shape', [[6, 4]], [6n, 4n]],
    [
      'the same shape twice',
      [
        [6, 4],
        [6, 4],
      ],
      [6n, 4n],
    ],
    ['two shapes', [[6, 4], [24]], [6n, 4n, 24n]],
  ])('%s', (_, shapes, expected) => {
    const { model, shapes: inputs } = hideShapes(reshapes(shapes));
    const [name] = Object.keys(inputs);
    expect(Array.from(inputs[name ?? '']?.data ?? [])).toEqual(expected);
    expect(model.graph.inputs.map((info) => info.name)).toEqual(['x', name]);
    const constants = model.graph.initializers;
    for (const node of model.graph.nodes.filter(({ operator }) => operator === 'Reshape')) {
      expect(constants.has(node.inputs[1] ?? '')).toBe(false);
    }
  });

  it('leaves a model without Reshape as it is', () => {
    const builder = new GraphBuilder();
    builder.output(builder.op('Relu', [builder.input('x', 'float32', [2])]), 'y');
    const model = builder.build('plain');
    expect(hideShapes(model)).toEqual({ model, shapes: {} });
  });
});
