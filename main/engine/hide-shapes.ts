// Keeps ONNX Runtime from planning memory ahead, which holds a step's buffers for as long as any later value fits them.
import { toAttributes } from '../onnx/attribute.ts';
import type { Model, Node } from '../onnx/model.ts';
import { int64, type Tensor, type TensorOf, toNumbers } from '../onnx/tensor.ts';

/** Input that carries the sizes. */
const SHAPES_INPUT = 'narashi/shapes';

export interface HiddenShapes {
  readonly model: Model;
  /** The input to bind beside the model's own; empty where the model reshapes nothing. */
  readonly shapes: Readonly<Record<string, TensorOf<'int64'>>>;
}

/**
 * Makes every Reshape take its sizes from an input, but those of constants, which the runtime computes when it loads. The runtime then cannot know sizes when it plans, gives no buffer to a
 * second value, and frees each one after its last use: the arena sorts out the rest.
 */
export function hideShapes(model: Model): HiddenShapes {
  const { graph } = model;
  const table: number[] = [];
  const slices = new Map<string, Node>();
  const constants = new Map<string, Tensor>(graph.initializers);
  const hidden = (shape: readonly number[]): string => {
    const name = `${SHAPES_INPUT}/${shape.join('x')}`;
    if (slices.has(name)) return name;
    constants.set(`${name}/from`, int64([1], [table.length]));
    table.push(...shape);
    constants.set(`${name}/to`, int64([1], [table.length]));
    const inputs = [SHAPES_INPUT, `${name}/from`, `${name}/to`];
    slices.set(name, { operator: 'Slice', domain: '', name, inputs, outputs: [name], attributes: toAttributes({}) });
    return name;
  };
  const fixed = new Set(graph.initializers.keys());
  const nodes = graph.nodes.map((node) => {
    const isFixed = node.inputs.every((input) => input === '' || fixed.has(input));
    if (isFixed) for (const output of node.outputs) fixed.add(output);
    const shape = node.operator === 'Reshape' && !isFixed ? constants.get(node.inputs[1] ?? '') : undefined;
    return shape ? { ...node, inputs: [node.inputs[0] ?? '', hidden(toNumbers(shape))] } : node;
  });
  if (slices.size === 0) return { model, shapes: {} };
  return {
    model: {
      ...model,
      graph: {
        ...graph,
        inputs: [...graph.inputs, { name: SHAPES_INPUT, type: 'int64', shape: [table.length] }],
        nodes: [...slices.values(), ...nodes],
        initializers: constants,
      },
    },
    shapes: { [SHAPES_INPUT]: int64([table.length], table) },
  };
}
