// The table of differentiation rules in operators every execution provider has.
import type { Lowering, RuleTable } from '../rule.ts';
import { activationRules } from './activation.ts';
import { arithmeticRules } from './arithmetic.ts';
import { batchNormRules } from './batch-norm.ts';
import { convolutionRules } from './convolution.ts';
import { dropoutRules } from './dropout.ts';
import { linearRules } from './linear.ts';
import { movementRules } from './movement.ts';
import { normalisationRules } from './normalisation.ts';
import { poolRules } from './pool.ts';
import { reductionRules } from './reduction.ts';
import { resizeRules } from './resize.ts';
import { selectionRules } from './selection.ts';
import { softmaxRules } from './softmax.ts';

export const portableRules: RuleTable = {
  ...activationRules,
  ...arithmeticRules,
  ...batchNormRules,
  ...convolutionRules,
  ...dropoutRules,
  ...linearRules,
  ...movementRules,
  ...normalisationRules,
  ...poolRules,
  ...reductionRules,
  ...resizeRules,
  ...selectionRules,
  ...softmaxRules,
};

/** The training graph in operators every execution provider has. */
export const portable: Lowering = { name: 'portable', rules: portableRules, prepare: (graph) => graph };
