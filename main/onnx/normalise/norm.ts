// Normalisation layers: BatchNormalization without its training mode, GroupNormalization through InstanceNormalization.
import { float, readFloat, readInt, tensorAttribute } from '../attribute.ts';
import { int64 } from '../tensor.ts';
import { type Rewrite, type RewriteTable, without } from './rewrite.ts';

/** Scale, bias and momentum are kept; batch or running statistics are the app's decision, so there is one output. */
const batchNormalization: Rewrite = (node, rewriting) => {
  if (readInt(node, 'spatial', 1) === 0) rewriting.fail(node, 'statistics for every pixel (spatial=0)');
  rewriting.change(node, {
    outputs: node.outputs.slice(0, 1),
    attributes: without(node.attributes, 'training_mode', 'spatial', 'is_test', 'consumed_inputs'),
  });
};

/**
 * Groups become the channels of an InstanceNormalization. Scale and bias are given per group by opsets 18–20 and per
 * channel by later ones; exporters mix them up, so their length decides.
 */
const groupNormalization: Rewrite = (node, rewriting) => {
  const groups = readInt(node, 'num_groups', 1);
  const epsilon = float(readFloat(node, 'epsilon', 1e-5));
  const [input = '', scale = '', bias = ''] = node.inputs;
  const [output] = node.outputs;
  const add = (operator: string, inputs: readonly string[], attributes = {}) =>
    rewriting.add(node, operator, inputs, attributes);
  const length = rewriting.tensorOf(scale)?.data.length ?? rewriting.fail(node, 'its scale must be constant');
  const perGroup = length === groups;
  const ones = rewriting.floats(node, Array(groups).fill(1));
  const zeros = rewriting.floats(node, Array(groups).fill(0));
  const grouped = add('Reshape', [input, rewriting.ints(node, [0, groups, -1])]);
  const parameters = perGroup ? [scale, bias] : [ones, zeros];
  const normal = add('InstanceNormalization', [grouped, ...parameters], { epsilon });
  const shape = add('Shape', [input]);
  if (perGroup) rewriting.add(node, 'Reshape', [normal, shape], {}, output);
  else {
    // [C] → [C,1,1] for images: one 1 for every axis after the channels.
    const rank = add('Shape', [shape]);
    const ending = add('ConstantOfShape', [add('Sub', [rank, rewriting.ints(node, [2])])], {
      value: tensorAttribute(int64([1], [1])),
    });
    const channels = add('Concat', [rewriting.ints(node, [-1]), ending], { axis: 0 });
    const restored = add('Reshape', [normal, shape]);
    const scaled = add('Mul', [restored, add('Reshape', [scale, channels])]);
    rewriting.add(node, 'Add', [scaled, add('Reshape', [bias, channels])], {}, output);
  }
};

export const normRewrites: RewriteTable = {
  BatchNormalization: [{ rewrite: batchNormalization }],
  GroupNormalization: [{ rewrite: groupNormalization }],
};
