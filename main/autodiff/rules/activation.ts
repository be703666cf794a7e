// Activations with a gradient of their own.
import { type RuleTable, simpleRule } from '../rule.ts';
import { maskWhere } from './common.ts';

export const activationRules: RuleTable = {
  Relu: simpleRule(({ builder }, dy, y) => [
    builder.op('Mul', [dy, maskWhere(builder, 'Greater', y, builder.scalar(0))]),
  ]),
};
