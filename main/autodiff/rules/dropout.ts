// Dropout: multipliers drawn by the trainer, never by the graph (providers draw differently, and WebGPU not at all).
import { size } from '../../onnx/infer/inference.ts';
import { toNumbers } from '../../onnx/tensor.ts';
import type { Rule, RuleTable } from '../rule.ts';

const dropoutRule: Rule = (context) => {
  const { builder, node, mode, effects } = context;
  const x = context.input(0);
  const ratio = context.inputs[1] ? size(toNumbers(context.constant(1)), 0) : 0.5;
  // Passed through: nothing to go back over.
  if (!mode.dropout || ratio === 0) return { outputs: [x], backward: ([dy]) => [dy] };
  const multipliers = effects.dropoutMask(node, x.shape, ratio);
  return {
    outputs: [builder.op('Mul', [x, multipliers])],
    backward: ([dy]) => [dy && builder.op('Mul', [dy, multipliers])],
  };
};

export const dropoutRules: RuleTable = { Dropout: dropoutRule };
