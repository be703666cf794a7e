// Mixed precision (Micikevicius et al. 2018): a lowering whose matrix work, and what lies element by element between it, is
// done in float16. Weights, optimizer state, sums, statistics and the loss stay float32; the gradients' scale is the trainer's.
import type { Precision, PrecisionTable } from '../onnx/precision.ts';
import { dataTypeCode } from '../onnx/write.ts';
import type { Lowering, Rule } from './rule.ts';

const of = (precision: Precision, operators: string) =>
  operators.split(' ').map((operator): [string, Precision] => [operator, precision]);

/** What is not named adds many numbers up, divides, or leaves the range of float16 easily: float32. */
const precisions: PrecisionTable = new Map([
  ...of('half', 'Conv ConvTranspose MatMul Gemm'),
  ...of(
    'either',
    'Add Sub Mul Neg Abs Max Min Relu LeakyRelu PRelu ThresholdedRelu Clip HardSigmoid Sigmoid Tanh Where ' +
      'Equal Greater GreaterOrEqual Less LessOrEqual MaxPool ' +
      'Concat DepthToSpace Expand Flatten Gather Pad Reshape Slice SpaceToDepth Split Squeeze Tile Transpose Unsqueeze',
  ),
]);

/** Computed in float32, but their outputs are of order 1: float16 is enough for what follows. */
const normalisations: ReadonlySet<string> = new Set(['BatchNormalization', 'InstanceNormalization']);

const SUFFIX = ', mixed';

export function mixed(exact: Lowering): Lowering {
  const rules = Object.entries(exact.rules).map(([operator, rule]): [string, Rule] => [
    operator,
    normalisations.has(operator) ? narrowed(rule) : rule,
  ]);
  return { ...exact, name: `${exact.name}${SUFFIX}`, rules: Object.fromEntries(rules), mixed: { precisions, exact } };
}

/** Whether a lowering of this name is a mixed one. */
export const isMixedName = (name: string): boolean => name.endsWith(SUFFIX);

/** What comes out goes on in float16. */
const narrowed =
  (rule: Rule): Rule =>
  (context) => {
    const { outputs, backward } = rule(context);
    const narrow = outputs.map((output) =>
      output.type === 'float32' ? context.builder.op('Cast', [output], { to: dataTypeCode('float16') }) : output,
    );
    return { outputs: narrow, backward };
  };
