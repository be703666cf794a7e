// The table of differentiation rules in operators every execution provider has.
import type { RuleTable } from '../rule.ts';
import { activationRules } from './activation.ts';
import { batchNormRules } from './batch-norm.ts';
import { convolutionRules } from './convolution.ts';
import { linearRules } from './linear.ts';
import { poolRules } from './pool.ts';

export const portableRules: RuleTable = {
  ...activationRules,
  ...batchNormRules,
  ...convolutionRules,
  ...linearRules,
  ...poolRules,
};
