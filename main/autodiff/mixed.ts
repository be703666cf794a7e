// Mixed precision (Micikevicius et al. 2018): a lowering whose matrix work, and what lies element by element between it, is
// done in float16. Weights, optimizer state, sums, statistics and the loss stay float32; the gradients' scale is the trainer's.
import { readInt } from '../onnx/attribute.ts';
import type { PlannedNode, Precision, PrecisionOf } from '../onnx/precision.ts';
import { elementCount } from '../onnx/tensor.ts';
import { dataTypeCode } from '../onnx/write.ts';
import type { Lowering, Rule } from './rule.ts';

const of = (precision: Precision, operators: string) =>
  operators.split(' ').map((operator): [string, Precision] => [operator, precision]);

/** What is not named adds many numbers up, divides, or leaves the range of float16 easily: float32. */
const precisions: ReadonlyMap<string, Precision> = new Map([
  ...of('half', 'Conv ConvTranspose MatMul Gemm'),
  ...of(
    'either',
    'Add Sub Mul Neg Abs Max Min Relu LeakyRelu PRelu ThresholdedRelu Clip HardSigmoid Sigmoid Tanh Where ' +
      'Equal Greater GreaterOrEqual Less LessOrEqual MaxPool ' +
      'Concat DepthToSpace Expand Flatten Gather Pad Reshape Slice SpaceToDepth Split Squeeze Tile Transpose Unsqueeze',
  ),
]);

/**
 * Products added up for one number of the result: WebGPU's kernels of ONNX Runtime 1.30 keep such sums in float16, where each
 * addition rounds. A 3×3 convolution of 512 channels is the longest that is left to it; weight gradients, which sum over all
 * pixels of a batch, are often longer.
 */
const LONGEST_SUM = 512 * 9;

function sumLength(node: PlannedNode): number {
  const { operator } = node;
  const [a, b] = node.inputs;
  if (!a || !b) return 0;
  if (operator === 'Conv') return elementCount(b.shape.slice(1));
  const group = readInt(node, 'group', 1);
  if (operator === 'ConvTranspose') return ((b.shape[0] ?? 1) / group) * elementCount(b.shape.slice(2));
  const isTransposed = operator === 'Gemm' && readInt(node, 'transA', 0) === 1;
  return a.shape.at(isTransposed ? 0 : -1) ?? 1;
}

const precisionOf: PrecisionOf = (node) => {
  const precision = precisions.get(node.operator) ?? 'full';
  return precision === 'half' && sumLength(node) > LONGEST_SUM ? 'full' : precision;
};

/** Computed in float32, but their outputs are of order 1: float16 is enough for what follows. */
const normalisations: ReadonlySet<string> = new Set(['BatchNormalization', 'InstanceNormalization']);

const SUFFIX = ', mixed';

export function mixed(exact: Lowering): Lowering {
  const rules = Object.entries(exact.rules).map(([operator, rule]): [string, Rule] => [
    operator,
    normalisations.has(operator) ? narrowed(rule) : rule,
  ]);
  return { ...exact, name: `${exact.name}${SUFFIX}`, rules: Object.fromEntries(rules), mixed: { precisionOf, exact } };
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
