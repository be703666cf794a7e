// Resize as a linear map along each resized axis: one constant interpolation matrix per axis, and its transpose on the way back.
import { readInt, readString } from '../../onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import { size } from '../../onnx/infer/inference.ts';
import { nearestIndex, type ResizedAxis, sourcePosition, withinAxis } from '../../onnx/resize-positions.ts';
import { float32, toNumbers } from '../../onnx/tensor.ts';
import { type RuleContext, type RuleTable, simpleRule } from '../rule.ts';
import { applyAlong, scatterAlong } from './common.ts';

/** @throws NarashiError naming the node where its coordinate rule has no gradient */
function positionOf(context: RuleContext, position: number, axis: ResizedAxis): number {
  const mode = readString(context.node, 'coordinate_transformation_mode', 'half_pixel');
  const found = sourcePosition(mode, position, axis);
  return found ?? context.fail(`coordinate_transformation_mode ${mode} has no gradient`);
}

/** The two nearest input elements of each output element, and the weight of the second. */
function linearTaps(context: RuleContext, axis: ResizedAxis): readonly { low: number; high: number; weight: number }[] {
  return Array.from({ length: axis.output }, (_, index) => {
    const position = Math.max(0, Math.min(axis.input - 1, positionOf(context, index, axis)));
    const low = Math.floor(position);
    return { low, high: withinAxis(low + 1, axis.input), weight: position - low };
  });
}

/** Interpolation weights `[output,input]`, or transposed. */
function linearMatrix(builder: GraphBuilder, context: RuleContext, axis: ResizedAxis, transposed: boolean): Value {
  const data = new Float32Array(axis.output * axis.input);
  linearTaps(context, axis).forEach(({ low, high, weight }, row) => {
    const at = (column: number) => (transposed ? column * axis.output + row : row * axis.input + column);
    data[at(low)] = (data[at(low)] ?? 0) + 1 - weight;
    data[at(high)] = (data[at(high)] ?? 0) + weight;
  });
  return builder.constant(float32(transposed ? [axis.input, axis.output] : [axis.output, axis.input], data));
}

function scalesOf(context: RuleContext, output: readonly number[]): readonly number[] {
  const { shape } = context.input(0);
  const given = context.inputs[2] ? toNumbers(context.constant(2)) : [];
  if (given.length > 0) return given;
  return shape.map((length, axis) => Math.fround(size(output, axis) / length));
}

export const resizeRules: RuleTable = {
  Resize: simpleRule((context, dy) => {
    const { builder, node } = context;
    const mode = readString(node, 'mode', 'nearest');
    if (mode === 'cubic' || readInt(node, 'antialias', 0) === 1) context.fail('cubic or antialiased: no gradient');
    const { shape } = context.input(0);
    const scales = scalesOf(context, dy.shape);
    const gradient = shape.reduce((value, input, axis) => {
      const sizes = { input, output: size(dy.shape, axis), scale: size(scales, axis) };
      if (sizes.scale === 1) return value;
      if (mode === 'nearest') {
        const indices = Array.from({ length: sizes.output }, (_, index) =>
          withinAxis(
            nearestIndex(
              readString(context.node, 'nearest_mode', 'round_prefer_floor'),
              positionOf(context, index, sizes),
            ),
            input,
          ),
        );
        return scatterAlong(builder, value, indices, input, axis);
      }
      return applyAlong(builder, (transposed) => linearMatrix(builder, context, sizes, !transposed), value, axis);
    }, dy);
    return [gradient];
  }),
};
