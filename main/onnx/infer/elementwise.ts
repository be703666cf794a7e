// Inference of element-wise operators: unary, broadcasting binary, comparisons, selection and casts.
import { readInt } from '../attribute.ts';
import { constantOf } from '../constant.ts';
import { dataTypeOf } from '../read-tensor.ts';
import { broadcast, type Inference, type InferRule } from './inference.ts';

const same: InferRule = (inference) => [{ type: inference.value(0).type, shape: inference.value(0).shape }];

/** Normalisations and Dropout: the first output is like the input, the others are not used. */
const sameFirst: InferRule = (inference) => {
  if (inference.node.outputCount > 1) inference.fail('only its first output is supported');
  return same(inference);
};

function broadcastShapes(inference: Inference, first: number): readonly number[] {
  return inference.inputs.slice(first).reduce<readonly number[]>((shape, _, index) => {
    const other = inference.value(first + index).shape;
    return broadcast(shape, other) ?? inference.fail(`shapes [${shape}] and [${other}] do not broadcast`);
  }, []);
}

const broadcasting: InferRule = (inference) => [
  { type: inference.value(0).type, shape: broadcastShapes(inference, 0) },
];
const comparing: InferRule = (inference) => [{ type: 'bool', shape: broadcastShapes(inference, 0) }];
const selecting: InferRule = (inference) => [{ type: inference.value(1).type, shape: broadcastShapes(inference, 0) }];

const table = (rule: InferRule, operators: string) =>
  Object.fromEntries(operators.split(' ').map((operator): [string, InferRule] => [operator, rule]));

export const elementwiseRules: Readonly<Record<string, InferRule>> = {
  ...table(
    same,
    'Abs Acos Asin Atan Ceil Celu Clip Cos Elu Erf Exp Floor HardSigmoid HardSwish Hardmax Identity LeakyRelu Log LogSoftmax ' +
      'LpNormalization LRN MeanVarianceNormalization Mish Neg Not Reciprocal Relu Round Selu Sigmoid Sign Sin Softmax Softplus Softsign Sqrt Tan Tanh ThresholdedRelu PRelu ' +
      'com.microsoft:Gelu com.microsoft:QuickGelu',
  ),
  ...table(sameFirst, 'BatchNormalization Dropout InstanceNormalization LayerNormalization'),
  ...table(broadcasting, 'Add And Div Max Mean Min Mod Mul Or Pow Sub Sum Xor'),
  ...table(comparing, 'Equal Greater GreaterOrEqual Less LessOrEqual'),
  Where: selecting,
  IsNaN: (inference) => [{ type: 'bool', shape: inference.value(0).shape }],
  IsInf: (inference) => [{ type: 'bool', shape: inference.value(0).shape }],
  CastLike: (inference) => [{ type: inference.value(1).type, shape: inference.value(0).shape }],
  Cast: (inference) => [
    { type: dataTypeOf(readInt(inference.node, 'to', 0), inference.value(0).name), shape: inference.value(0).shape },
  ],
  Constant: (inference) => {
    const tensor = constantOf(inference.node);
    if (tensor) return [{ type: tensor.type, shape: tensor.shape }];
    return inference.fail('this kind of constant is not read');
  },
};
