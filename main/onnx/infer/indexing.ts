// Inference of operators that pick, write or count elements by index.
import { readInt } from '../attribute.ts';
import { type InferRule, size } from './inference.ts';

/** The output is like the first input. */
const same: InferRule = (inference) => [{ type: inference.value(0).type, shape: inference.value(0).shape }];

export const indexingRules: Readonly<Record<string, InferRule>> = {
  Gather: (inference) => {
    const { type, shape } = inference.value(0);
    const axis = inference.axis(readInt(inference.node, 'axis', 0), shape.length);
    return [{ type, shape: [...shape.slice(0, axis), ...inference.value(1).shape, ...shape.slice(axis + 1)] }];
  },
  GatherElements: (inference) => [{ type: inference.value(0).type, shape: inference.value(1).shape }],
  GatherND: (inference) => {
    const { type, shape } = inference.value(0);
    const indices = inference.value(1).shape;
    const batch = readInt(inference.node, 'batch_dims', 0);
    return [{ type, shape: [...indices.slice(0, -1), ...shape.slice(batch + size(indices, -1))] }];
  },
  ScatterElements: same,
  ScatterND: same,
  Trilu: same,
  CumSum: same,
  OneHot: (inference) => {
    const { shape } = inference.value(0);
    const depth = size(inference.ints(1), 0);
    const axis = inference.axis(readInt(inference.node, 'axis', -1), shape.length + 1);
    return [{ type: inference.value(2).type, shape: shape.toSpliced(axis, 0, depth) }];
  },
  TopK: (inference) => {
    const { type, shape } = inference.value(0);
    const axis = inference.axis(readInt(inference.node, 'axis', -1), shape.length);
    const chosen = shape.with(axis, size(inference.ints(1), 0));
    return [
      { type, shape: chosen },
      { type: 'int64' as const, shape: chosen },
    ].slice(0, inference.node.outputCount);
  },
  NonZero: (inference) => {
    const count = inference.ints(0).filter((value) => value !== 0).length;
    return [{ type: 'int64', shape: [inference.value(0).shape.length, count] }];
  },
};
