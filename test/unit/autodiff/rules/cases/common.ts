// Short forms for writing cases.
import type { AttributeInputs } from '../../../../../main/onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../../../../main/onnx/builder.ts';
import type { GradientCase } from '../../../../support/central-difference.ts';

/** A graph of one operator over the inputs, followed by constant int64 lists. */
export const op =
  (
    operator: string,
    attributes: AttributeInputs = {},
    ...lists: readonly (readonly number[])[]
  ): GradientCase['build'] =>
  (builder, ...inputs) =>
    builder.op(operator, [...inputs, ...lists.map((list) => builder.ints(list))], attributes);

/** `y·y`: makes the gradient depend on where it arrives, for operators that only move elements. */
export const squared = (builder: GraphBuilder, value: Value): Value => builder.op('Mul', [value, value]);
