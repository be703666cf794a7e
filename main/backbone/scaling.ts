// The first nodes of a network where they prepare pixels: additions and multiplications by constants, one per channel.
import { tensorAttribute, toAttributes } from '../onnx/attribute.ts';
import type { Model, Node } from '../onnx/model.ts';
import { toNumbers } from '../onnx/tensor.ts';
import type { Chain } from './chain.ts';

export interface ScalingNode {
  readonly node: Node;
  readonly operator: string;
  /** Name of the constant. */
  readonly operand: string;
  /** Magnitude of its first element. */
  readonly size: number;
}

const arithmetic = new Set(['Add', 'Sub', 'Mul', 'Div']);
const passing = new Set(['Transpose', 'Cast', 'Identity']);

/** From the image on, as long as one node after the other scales it; at most three numbers each. */
export function scalingNodes(chain: Chain, input: string): readonly ScalingNode[] {
  const found: ScalingNode[] = [];
  for (let value = input; ; ) {
    const [node, ...others] = chain.graph.nodes.filter((each) => each.inputs.includes(value));
    if (!node || others.length > 0) return found;
    const index = node.inputs.indexOf(value);
    const operand = node.inputs[1 - index] ?? '';
    const tensor = arithmetic.has(node.operator) ? chain.constant(operand) : undefined;
    const isOfPixels = tensor !== undefined && tensor.data.length <= 3 && !(node.operator === 'Div' && index === 1);
    if (isOfPixels) found.push({ node, operator: node.operator, operand, size: Math.abs(toNumbers(tensor)[0] ?? 1) });
    else if (!passing.has(node.operator)) return found;
    value = node.outputs[0] ?? '';
  }
}

/** The model with what scales its pixels written as Constant nodes: it belongs to the images and is never trained. */
export function withFixedScaling(model: Model, chain: Chain): Model {
  const operands = new Set(scalingNodes(chain, model.graph.inputs[0]?.name ?? '').map(({ operand }) => operand));
  const initializers = new Map(model.graph.initializers);
  const constants = Array.from(operands).flatMap((name): Node[] => {
    const value = initializers.get(name);
    if (!value) return [];
    initializers.delete(name);
    const attributes = toAttributes({ value: tensorAttribute(value) });
    return [{ operator: 'Constant', domain: '', name, inputs: [], outputs: [name], attributes }];
  });
  return { ...model, graph: { ...model.graph, nodes: [...constants, ...model.graph.nodes], initializers } };
}
