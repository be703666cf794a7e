// Gradient cases of whole blocks of known networks: values used several times, gradients that meet again.
import type { GraphBuilder, Value } from '../../../../../main/onnx/builder.ts';
import { float32, int64 } from '../../../../../main/onnx/tensor.ts';
import { type GradientCase, uniform } from '../../../../support/central-difference.ts';

const index = (builder: GraphBuilder, shape: readonly number[], indices: readonly number[]): Value =>
  builder.constant(int64(shape, indices));

/** Two heads over three tokens of width 4, queries, keys and values picked from one product; a table biases the scores. */
const attention: GradientCase = {
  name: 'Self-attention with a relative position table',
  inputs: [uniform([1, 3, 4]), uniform([4, 12]), uniform([5, 2])],
  build: (builder, tokens, weight, table) => {
    const product = builder.op('Reshape', [builder.op('MatMul', [tokens, weight]), builder.ints([1, 3, 3, 2, 2])]);
    const parts = builder.op('Transpose', [product], { perm: [2, 0, 3, 1, 4] });
    const pick = (part: number) => builder.op('Gather', [parts, index(builder, [], [part])], { axis: 0 });
    const keys = builder.op('Transpose', [pick(1)], { perm: [0, 1, 3, 2] });
    const scores = builder.op('Mul', [builder.op('MatMul', [pick(0), keys]), builder.scalar(Math.SQRT1_2)]);
    const biases = builder.op('Gather', [table, index(builder, [9], [2, 1, 0, 3, 2, 1, 4, 3, 2])], { axis: 0 });
    const perHead = builder.op('Transpose', [builder.op('Reshape', [biases, builder.ints([3, 3, 2])])], {
      perm: [2, 0, 1],
    });
    const weights = builder.op('Softmax', [builder.op('Add', [scores, perHead])]);
    const mixed = builder.op('Transpose', [builder.op('MatMul', [weights, pick(2)])], { perm: [0, 2, 1, 3] });
    return builder.op('Add', [tokens, builder.op('Reshape', [mixed, builder.ints([1, 3, 4])])]);
  },
};

const squeezeExcitation: GradientCase = {
  name: 'Squeeze and excitation',
  inputs: [uniform([2, 4, 2, 2]), uniform([2, 4, 1, 1], 0.2, 1), uniform([4, 2, 1, 1])],
  build: (builder, image, reduce, restore) => {
    const squeezed = builder.op('ReduceMean', [builder.op('Exp', [image])], { axes: [2, 3], keepdims: 1 });
    const hidden = builder.op('Relu', [builder.op('Conv', [squeezed, reduce])]);
    return builder.op('Mul', [image, builder.op('Sigmoid', [builder.op('Conv', [hidden, restore])])]);
  },
};

const channelShuffle: GradientCase = {
  name: 'Channel shuffle after a split',
  inputs: [uniform([1, 4, 2, 2])],
  build: (builder, image) => {
    const [left, right] = builder.multi('Split', [image], { axis: 1 }, 2);
    const joined = builder.op('Concat', [left, right && builder.op('Tanh', [right])], { axis: 1 });
    const grouped = builder.op('Reshape', [joined, builder.ints([1, 2, 2, 2, 2])]);
    const shuffled = builder.op('Transpose', [grouped], { perm: [0, 2, 1, 3, 4] });
    return builder.op('Reshape', [shuffled, builder.ints([1, 4, 2, 2])]);
  },
};

/** `x·(1 + erf(x/√2))/2`, as normalisation writes Gelu, after a layer normalisation; scaled and added back. */
const convNextTail: GradientCase = {
  name: 'Layer normalisation, Gelu, layer scale, residual',
  inputs: [uniform([2, 3, 4]), uniform([4], 0.5, 1.5), uniform([4]), uniform([4])],
  build: (builder, x, scale, bias, layerScale) => {
    const normal = builder.op('LayerNormalization', [x, scale, bias]);
    const gate = builder.op('Erf', [builder.op('Div', [normal, builder.scalar(Math.SQRT2)])]);
    const doubled = builder.op('Mul', [normal, builder.op('Add', [gate, builder.scalar(1)])]);
    const scaled = builder.op('Mul', [builder.op('Mul', [doubled, builder.scalar(0.5)]), layerScale]);
    return builder.op('Add', [scaled, x]);
  },
};

/** `x/max(‖x‖, epsilon)`, as PyTorch exports F.normalize. */
const normalise: GradientCase = {
  name: 'F.normalize',
  inputs: [uniform([2, 4])],
  build: (builder, x) => {
    const length = builder.op('ReduceL2', [x], { axes: [-1], keepdims: 1 });
    const clipped = builder.op('Clip', [length, builder.constant(float32([], [1e-12]))]);
    return builder.op('Div', [x, builder.op('Expand', [clipped, builder.op('Shape', [x])])]);
  },
};

export const blockCases: readonly GradientCase[] = [
  attention,
  squeezeExcitation,
  channelShuffle,
  convNextTail,
  normalise,
];
