// Lets the exported graph say the verdict itself: NG score, most probable class, likeness and the rule in force.
import type { ClassLabel } from '../../../shared/domain/dataset.ts';
import type { DecisionRule } from '../../../shared/domain/decision.ts';
import { LINE_OUTPUTS, verdictCodes } from '../../../shared/domain/package.ts';
import { NEIGHBOURS } from '../../eval/index.ts';
import type { Dimension, Model, ValueInfo } from '../../onnx/model.ts';
import { type DataType, float32, fromNumbers, int64, type TensorOf } from '../../onnx/tensor.ts';
import { dataTypeCode } from '../../onnx/write.ts';
import { featureModel } from '../features.ts';
import { OUTPUT_NAME } from '../inspection-model.ts';
import { GraphExtension } from './extend.ts';

/** Features of the training images, rows `[M,D]` of length 1. */
export type Bank = TensorOf<'float32'>;

export interface VerdictOptions {
  readonly classes: readonly ClassLabel[];
  /** Null: the verdict of the most probable class. */
  readonly rule: DecisionRule | null;
  /** Adds the output `distance`; null where likeness is not measured. */
  readonly bank: Bank | null;
}

/**
 * Adds to `probabilities` `[batch,K]`: `ng_score` float32 `[batch]`, `class_index` and `verdict` int64 `[batch]` (0 OK, 1 NG,
 * 2 for a person), and with a bank `distance` float32 `[batch]`. Scores are compared as 64-bit numbers, as the app does.
 */
export function withVerdict(model: Model, { classes, rule, bank }: VerdictOptions): Model {
  const graph = new GraphExtension(model.graph, 'line/');
  const classIndex = graph.op('ArgMax', [OUTPUT_NAME], { axis: -1, keepdims: 0 }, LINE_OUTPUTS.classIndex);
  const wide = graph.op('Cast', [OUTPUT_NAME], { to: dataTypeCode('float64') });
  const isNg = classes.map(({ verdict }) => Number(verdict === 'NG'));
  const mask = graph.constant('ng_classes', fromNumbers('float64', [classes.length], isNg));
  const sum = graph.op('MatMul', [wide, mask]);
  const limit = (value: number) => graph.constant('limit', fromNumbers('float64', [], [value]));
  const score = graph.op('Max', [graph.op('Min', [sum, limit(1)]), limit(0)]);
  graph.op('Cast', [score], { to: dataTypeCode('float32') }, LINE_OUTPUTS.ngScore);
  const distance = bank && addDistance(graph, model, bank);

  const code = (value: number) => graph.constant('verdict', int64([], [value]));
  let verdict: string;
  if (!rule) {
    const table = int64(
      [classes.length],
      classes.map((each) => verdictCodes[each.verdict]),
    );
    verdict = graph.op('Gather', [graph.constant('class_verdicts', table), classIndex]);
  } else {
    const high = graph.op('GreaterOrEqual', [score, limit(rule.ngFrom)]);
    const between = graph.op('Where', [high, code(verdictCodes.NG), code(verdictCodes.review)]);
    const low = graph.op('Less', [score, limit(rule.okBelow)]);
    verdict = graph.op('Where', [low, code(verdictCodes.OK), between]);
    if (rule.unlikeFrom !== null) {
      if (!distance) throw new RangeError('the rule needs the distance to the training images');
      const far = graph.op('GreaterOrEqual', [distance, limit(rule.unlikeFrom)]);
      verdict = graph.op('Where', [far, code(verdictCodes.review), verdict]);
    }
  }
  graph.op('Identity', [verdict], {}, LINE_OUTPUTS.verdict);

  const output = (name: string, type: DataType, shape: readonly Dimension[] = ['batch']): ValueInfo => ({
    name,
    type,
    shape,
  });
  return {
    ...model,
    graph: {
      ...model.graph,
      outputs: [
        ...model.graph.outputs,
        output(LINE_OUTPUTS.ngScore, 'float32'),
        output(LINE_OUTPUTS.classIndex, 'int64'),
        output(LINE_OUTPUTS.verdict, 'int64'),
        ...(distance ? [output(LINE_OUTPUTS.distance, 'float32')] : []),
      ],
      nodes: [...model.graph.nodes, ...graph.nodes],
      initializers: new Map([...model.graph.initializers, ...graph.constants]),
    },
  };
}

/** The distance to the k-th nearest row of the bank (main/eval/likeness.ts), as float64. */
function addDistance(graph: GraphExtension, model: Model, bank: Bank): string {
  const features = featureModel(model);
  const [rows = 0, width = 0] = bank.shape;
  if (features?.output.width !== width) throw new RangeError('the bank does not fit the features of the model');
  const { name } = features.output;
  const length = graph.op('ReduceL2', [name], { axes: [-1], keepdims: 1 });
  // A row of zeros stays one.
  const least = graph.constant('least', float32([], [1e-30]));
  const unit = graph.op('Div', [name, graph.op('Max', [length, least])]);
  const turned = new Float32Array(bank.data.length);
  for (let row = 0; row < rows; row++)
    for (let at = 0; at < width; at++) turned[at * rows + row] = bank.data[row * width + at] ?? 0;
  const products = graph.op('MatMul', [unit, graph.constant('bank', float32([width, rows], turned))]);
  const k = Math.min(NEIGHBOURS, rows);
  const top = `line/nearest`;
  const size = graph.constant('neighbours', int64([1], [k]));
  graph.nodes.push({
    operator: 'TopK',
    domain: '',
    name: top,
    inputs: [products, size],
    outputs: [top, `${top}_index`],
    attributes: {},
  });
  const last = graph.op('Gather', [top, graph.constant('last', int64([], [k - 1]))], { axis: 1 });
  const wide = graph.op('Cast', [last], { to: dataTypeCode('float64') });
  const number = (value: number) => graph.constant('number', fromNumbers('float64', [], [value]));
  const distance = graph.op('Max', [graph.op('Min', [graph.op('Sub', [number(1), wide]), number(2)]), number(0)]);
  graph.op('Cast', [distance], { to: dataTypeCode('float32') }, LINE_OUTPUTS.distance);
  return distance;
}
