// All operators of the tfjs executor, a line per family.
import type { OperatorTable } from '../operator.ts';
import { activationOperators } from './activation.ts';
import { arithmeticOperators } from './arithmetic.ts';
import { convolutionOperators } from './convolution.ts';
import { indexingOperators } from './indexing.ts';
import { linearOperators } from './linear.ts';
import { logicOperators } from './logic.ts';
import { movementOperators } from './movement.ts';
import { normalisationOperators } from './normalisation.ts';
import { poolOperators } from './pool.ts';
import { reductionOperators } from './reduction.ts';
import { resizeOperators } from './resize.ts';
import { selectionOperators } from './selection.ts';

export const operators: OperatorTable = {
  ...activationOperators,
  ...arithmeticOperators,
  ...convolutionOperators,
  ...indexingOperators,
  ...linearOperators,
  ...logicOperators,
  ...movementOperators,
  ...normalisationOperators,
  ...poolOperators,
  ...reductionOperators,
  ...resizeOperators,
  ...selectionOperators,
};
