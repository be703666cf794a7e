// Inference of reductions. Axes come as an attribute or, for ReduceSum, as a constant input.
import { readInt, readInts } from '../attribute.ts';
import type { InferRule } from './inference.ts';

const reduce: InferRule = (inference) => {
  const { type, shape } = inference.value(0);
  const listed = readInts(inference.node, 'axes', undefined) ?? inference.optionalInts(1) ?? [];
  if (listed.length === 0 && readInt(inference.node, 'noop_with_empty_axes', 0) === 1) return [{ type, shape }];
  const axes = new Set(
    (listed.length ? listed : shape.map((_, axis) => axis)).map((axis) => inference.axis(axis, shape.length)),
  );
  const keep = readInt(inference.node, 'keepdims', 1) === 1;
  return [{ type, shape: shape.flatMap((length, axis) => (axes.has(axis) ? (keep ? [1] : []) : [length])) }];
};

const argument: InferRule = (inference) => {
  const { shape } = inference.value(0);
  const axis = inference.axis(readInt(inference.node, 'axis', 0), shape.length);
  const keep = readInt(inference.node, 'keepdims', 1) === 1;
  return [{ type: 'int64', shape: shape.flatMap((length, index) => (index === axis ? (keep ? [1] : []) : [length])) }];
};

export const reductionRules: Readonly<Record<string, InferRule>> = {
  ReduceSum: reduce,
  ReduceMean: reduce,
  ReduceMax: reduce,
  ReduceMin: reduce,
  ReduceProd: reduce,
  ReduceL1: reduce,
  ReduceL2: reduce,
  ReduceLogSum: reduce,
  ReduceLogSumExp: reduce,
  ReduceSumSquare: reduce,
  ArgMax: argument,
  ArgMin: argument,
};
