// All gradient cases, a line per family.
import { activationCases } from './activation.ts';
import { arithmeticCases } from './arithmetic.ts';
import { batchNormCases } from './batch-norm.ts';
import { blockCases } from './blocks.ts';
import { convolutionCases } from './convolution.ts';
import { dropoutCases } from './dropout.ts';
import { linearCases } from './linear.ts';
import { movementCases } from './movement.ts';
import { normalisationCases } from './normalisation.ts';
import { poolCases } from './pool.ts';
import { reductionCases } from './reduction.ts';
import { resizeCases } from './resize.ts';
import { selectionCases } from './selection.ts';
import { softmaxCases } from './softmax.ts';

export const gradientCases = [
  ...activationCases,
  ...arithmeticCases,
  ...batchNormCases,
  ...blockCases,
  ...convolutionCases,
  ...dropoutCases,
  ...linearCases,
  ...movementCases,
  ...normalisationCases,
  ...poolCases,
  ...reductionCases,
  ...resizeCases,
  ...selectionCases,
  ...softmaxCases,
];
