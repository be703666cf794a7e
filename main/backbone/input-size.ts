// Other image sizes than the exported one: which the network takes, and the model made ready for one of them.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { BackboneCard, BackboneFeature, BackboneInput } from '../../shared/domain/backbone.ts';
import { toAttributes } from '../onnx/attribute.ts';
import { constantOf } from '../onnx/constant.ts';
import type { Model, Node } from '../onnx/model.ts';
import { specialise } from '../onnx/specialise.ts';
import { int64, type Tensor, toNumbers } from '../onnx/tensor.ts';
import { channelAxis } from './feature.ts';
import { type ImageInput, imageShape } from './image-input.ts';
import { type Shapes, withOutputs } from './shapes.ts';

/** Sizes that networks are made for, the usual ones first. */
const usualSizes = [224, 256, 384, 192, 299, 240, 288, 128, 96, 64, 32, 448, 512, 518];
const steps = [1, 2, 4, 8, 16, 32, 64];
const smallSizes = [16, 32, 48, 64, 96, 128, 160, 192];

/** A size at which a model without a fixed one can be looked at. @throws what the model's first usual size fails with */
export function usualSize(works: (size: number) => boolean): number | undefined {
  return usualSizes.find(works);
}

/**
 * The model for square images of `size` pixels: `[N,3,size,size]` in the order of its input.
 * @throws NarashiError backbone.size-fixed, backbone.size-multiple
 */
export function withInputSize(
  model: Model,
  card: Pick<BackboneCard, 'name' | 'input' | 'feature'>,
  size: number,
): Model {
  const { name, input, feature } = card;
  const { multipleOf, minimum } = input;
  if (!input.fixed && (size % multipleOf !== 0 || size < minimum)) {
    const nearest = Math.max(minimum, Math.round(size / multipleOf) * multipleOf);
    throw new NarashiError('backbone.size-multiple', { name, size, multipleOf, minimum, nearest });
  }
  const sized = resized(model, input.layout, size);
  if (size === input.size) return sized;
  const failure = input.fixed ? undefined : failureAt(sized, feature, input, size);
  if (input.fixed || failure)
    throw new NarashiError('backbone.size-fixed', { name, size, made: input.size }, { cause: failure });
  return sized;
}

function resized(model: Model, layout: BackboneInput['layout'], size: number): Model {
  const inputs = model.graph.inputs.map((info) => ({
    ...info,
    shape: [info.shape[0] ?? 'batch', ...imageShape(layout, size)],
  }));
  return { ...model, graph: { ...model.graph, inputs } };
}

/** Which sizes the network takes up to its feature, found by trying. */
export function sizesOf(
  model: Model,
  feature: BackboneFeature,
  { name, layout, side }: ImageInput,
  size: number,
): BackboneInput {
  const input = { name, layout, size };
  const works = (other: number) =>
    other > 0 && failureAt(resized(model, layout, other), feature, input, other) === undefined;
  const others = [size + 64, size - 32, size * 2, size / 2];
  if (side === undefined ? !others.some(works) : !others.some(works))
    return { ...input, fixed: true, multipleOf: 1, minimum: size };
  const multipleOf =
    steps.find((step) => size % step === 0 && [1, 2, 3].every((times) => works(size + times * step))) ?? size;
  const minimum = smallSizes.find((small) => small < size && small % multipleOf === 0 && works(small)) ?? size;
  return { ...input, fixed: false, multipleOf, minimum };
}

/** What keeps a size from working: the graph's own sizes, or a feature of another width or without positions. */
function failureAt(
  model: Model,
  { value, layout, width }: BackboneFeature,
  input: Pick<BackboneInput, 'layout'>,
  size: number,
): unknown {
  try {
    const { outputs } = specialise(withOutputs(model, [value]), [1, ...imageShape(input.layout, size)]);
    const shape = outputs[0]?.shape ?? [];
    const fits = shape.every((length) => length > 0) && shape[channelAxis(layout)] === width;
    return fits ? undefined : new RangeError(`the feature becomes [${shape}]`);
  } catch (error) {
    return error;
  }
}

/**
 * The model without the sizes that a fixed export left in its Reshape nodes: lengths equal to the input's at the front and
 * at the end are taken from the input, a single one between them is what is left.
 * @param shapes of the model's values at the size it was exported for
 */
export function withoutReshapeSizes(model: Model, shapes: Shapes): Model {
  const constants = new Map<string, Tensor>(model.graph.initializers);
  for (const node of model.graph.nodes) {
    const tensor = constantOf(node);
    if (tensor && node.outputs[0] !== undefined) constants.set(node.outputs[0], tensor);
  }
  const initializers = new Map(model.graph.initializers);
  const nodes = model.graph.nodes.flatMap((node) => {
    const [value = '', target = ''] = node.inputs;
    const lengths = constants.get(target);
    const shape = shapes.of.get(value)?.shape;
    if (node.operator !== 'Reshape' || !lengths || !shape || node.attributes.allowzero !== undefined) return [node];
    return reshaped(node, shape, toNumbers(lengths), initializers);
  });
  return { ...model, graph: { ...model.graph, nodes, initializers } };
}

function reshaped(
  node: Node,
  shape: readonly number[],
  target: readonly number[],
  initializers: Map<string, Tensor>,
): readonly Node[] {
  if (target.some((length) => length < 1)) return [node];
  const differs = (a: readonly number[], b: readonly number[]) => a.findIndex((length, axis) => length !== b[axis]);
  const front = differs(target, shape);
  if (front < 0) return [node];
  const back = differs(target.toReversed(), shape.toReversed());
  const end = Math.min(Math.max(back, 0), target.length - front, shape.length - front);
  const middle = target.slice(front, target.length - end);
  const ints = (name: string, numbers: readonly number[]) => {
    const full = `${node.name}/${name}`;
    initializers.set(full, int64([numbers.length], numbers));
    return full;
  };
  const head = [...Array<number>(front).fill(0), ...(middle.length === 1 ? [-1] : middle)];
  const [value = ''] = node.inputs;
  if (end === 0) return [{ ...node, inputs: [value, ints('lengths', head)] }];
  const make = (operator: string, inputs: readonly string[], attributes = {}): Node => {
    const name = `${node.name}/${operator}`;
    return { operator, domain: '', name, inputs, outputs: [name], attributes: toAttributes(attributes) };
  };
  const sizes = make('Shape', [value]);
  const ending = make('Slice', [sizes.name, ints('start', [shape.length - end]), ints('end', [shape.length])]);
  const lengths = make('Concat', [ints('lengths', head), ending.name], { axis: 0 });
  return [sizes, ending, lengths, { ...node, inputs: [value, lengths.name] }];
}
