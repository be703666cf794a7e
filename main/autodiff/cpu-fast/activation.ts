// ReLU's slope in one float kernel instead of a comparison and a cast.
import { float } from '../../onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import { simpleRule } from '../rule.ts';

/** 1 where y > 0, else 0: a sigmoid so steep that no number falls between. */
export function slopeOfRelu(builder: GraphBuilder, y: Value): Value {
  return builder.op('HardSigmoid', [y], { alpha: float(3e38), beta: float(0) });
}

export const reluRule = simpleRule(({ builder }, dy, y) => [builder.op('Mul', [dy, slopeOfRelu(builder, y)])]);
