// Softmax and its logarithm over one axis (opset 13 semantics).
import { readInt } from '../../onnx/attribute.ts';
import { type Rule, type RuleContext, type RuleTable, simpleRule } from '../rule.ts';
import { arithmetic, resolveAxis, sumOver } from './common.ts';

const axisOf = (context: RuleContext) => resolveAxis(readInt(context.node, 'axis', -1), context.input(0).shape.length);

/** LogSoftmax has no WebGPU kernel: it is composed, shifted by the maximum. */
const logSoftmaxRule: Rule = (context) => {
  const { builder } = context;
  const { sub, mul, exp, log } = arithmetic(builder);
  const x = context.input(0);
  const axes = [axisOf(context)];
  const shifted = sub(x, builder.op('ReduceMax', [x], { axes, keepdims: 1 }));
  const y = sub(shifted, log(sumOver(builder, exp(shifted), axes)));
  return { outputs: [y], backward: ([dy]) => (dy ? [sub(dy, mul(exp(y), sumOver(builder, dy, axes)))] : []) };
};

export const softmaxRules: RuleTable = {
  Softmax: simpleRule((context, dy, y) => {
    const { sub, mul } = arithmetic(context.builder);
    const weighted = mul(dy, y);
    return [sub(weighted, mul(y, sumOver(context.builder, weighted, [axisOf(context)])))];
  }),
  LogSoftmax: logSoftmaxRule,
};
