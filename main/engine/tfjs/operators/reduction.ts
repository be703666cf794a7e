// Reductions over axes given as an attribute or, for ReduceSum, as a constant input.
import { readInt, readInts } from '../../../onnx/attribute.ts';
import type { Tensor, Tf } from '../api.ts';
import { type Operator, type OperatorContext, type OperatorTable, unary } from '../operator.ts';

type Reduce = (tf: Tf, x: Tensor, axes: number[], keep: boolean) => Tensor;

function axesOf(context: OperatorContext): number[] {
  const { node } = context;
  const listed = readInts(node, 'axes', undefined) ?? context.numbers(1) ?? [];
  if (listed.length > 0) return listed.map((axis) => context.axis(axis));
  return readInt(node, 'noop_with_empty_axes', 0) === 1 ? [] : context.input(0).shape.map((_, axis) => axis);
}

const reduction = (reduce: Reduce): Operator =>
  unary((context) => {
    const type = context.input(0).type;
    if (type !== 'float32') context.fail(`it computes in float32 only, here it has ${type}`);
    const { tf, node } = context;
    const axes = axesOf(context);
    const keep = readInt(node, 'keepdims', 1) === 1;
    return (x) => reduce(tf, x, axes, keep);
  });

const argument = (find: (tf: Tf, x: Tensor, axis: number) => Tensor): Operator =>
  unary((context) => {
    const { tf, node, outputShape } = context;
    if (readInt(node, 'select_last_index', 0) === 1) context.fail('select_last_index is not supported');
    const axis = context.axis(readInt(node, 'axis', 0));
    return (x) => tf.reshape(find(tf, x, axis), outputShape);
  });

export const reductionOperators: OperatorTable = {
  ReduceSum: reduction((tf, x, axes, keep) => tf.sum(x, axes, keep)),
  ReduceMean: reduction((tf, x, axes, keep) => tf.mean(x, axes, keep)),
  ReduceMax: reduction((tf, x, axes, keep) => tf.max(x, axes, keep)),
  ReduceMin: reduction((tf, x, axes, keep) => tf.min(x, axes, keep)),
  ReduceProd: reduction((tf, x, axes, keep) => tf.prod(x, axes, keep)),
  ReduceL1: reduction((tf, x, axes, keep) => tf.sum(tf.abs(x), axes, keep)),
  ReduceL2: reduction((tf, x, axes, keep) => tf.sqrt(tf.sum(tf.mul(x, x), axes, keep))),
  ReduceSumSquare: reduction((tf, x, axes, keep) => tf.sum(tf.mul(x, x), axes, keep)),
  ReduceLogSum: reduction((tf, x, axes, keep) => tf.log(tf.sum(x, axes, keep))),
  ReduceLogSumExp: reduction((tf, x, axes, keep) => tf.logSumExp(x, axes, keep)),
  ArgMax: argument((tf, x, axis) => tf.argMax(x, axis)),
  ArgMin: argument((tf, x, axis) => tf.argMin(x, axis)),
};
