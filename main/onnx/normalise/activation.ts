// Softmax's old flattening, the newer and contrib activations written with older operators, Dropout.
import { readFloat, readInt, readString } from '../attribute.ts';
import type { Node } from '../model.ts';
import { type Rewrite, type RewriteTable, type Rewriting, without } from './rewrite.ts';

/** Up to opset 12 the input is flattened to two axes at `axis` (1 by default) and the second one is normalised. */
const flattening: Rewrite = (node, rewriting) => {
  const axis = readInt(node, 'axis', 1);
  if (axis === -1) {
    rewriting.keep(node);
    return;
  }
  const [input = ''] = node.inputs;
  const flat = rewriting.add(node, 'Flatten', [input], { axis });
  const result = rewriting.add(node, node.operator, [flat], { axis: 1 });
  rewriting.add(node, 'Reshape', [result, rewriting.add(node, 'Shape', [input])], {}, node.outputs[0]);
};

/** Element-wise arithmetic beside a node, ending in the node's own output. */
function arithmetic(node: Node, rewriting: Rewriting) {
  const add = (operator: string, ...inputs: string[]) => rewriting.add(node, operator, inputs);
  const finish = (operator: string, ...inputs: string[]) =>
    rewriting.add(node, operator, inputs, {}, node.outputs[0] ?? '');
  return { input: node.inputs[0] ?? '', add, finish, scalar: (value: number) => rewriting.scalar(node, value) };
}

/** x·(1 + erf(x/√2))/2 */
function exactGelu(node: Node, rewriting: Rewriting): void {
  const { input, add, finish, scalar } = arithmetic(node, rewriting);
  const gate = add('Add', add('Erf', add('Div', input, scalar(Math.SQRT2))), scalar(1));
  finish('Mul', add('Mul', input, gate), scalar(0.5));
}

/** x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2 */
function tanhGelu(node: Node, rewriting: Rewriting, input = node.inputs[0] ?? ''): void {
  const { add, finish, scalar } = arithmetic(node, rewriting);
  const cube = add('Mul', add('Mul', input, input), input);
  const inner = add('Add', input, add('Mul', cube, scalar(0.044715)));
  const gate = add('Add', add('Tanh', add('Mul', inner, scalar(Math.sqrt(2 / Math.PI)))), scalar(1));
  finish('Mul', add('Mul', input, gate), scalar(0.5));
}

const gelu: Rewrite = (node, rewriting) => {
  if (readString(node, 'approximate', 'none') === 'tanh') tanhGelu(node, rewriting);
  else exactGelu(node, rewriting);
};

const fastGelu: Rewrite = (node, rewriting) => {
  const [input = '', bias = ''] = node.inputs;
  tanhGelu(node, rewriting, bias === '' ? input : rewriting.add(node, 'Add', [input, bias]));
};

/** x·sigmoid(α·x) */
const quickGelu: Rewrite = (node, rewriting) => {
  const { input, add, finish, scalar } = arithmetic(node, rewriting);
  finish('Mul', input, add('Sigmoid', add('Mul', input, scalar(readFloat(node, 'alpha', 1.702)))));
};

/** x·tanh(log(1 + eˣ)) */
const mish: Rewrite = (node, rewriting) => {
  const { input, add, finish } = arithmetic(node, rewriting);
  finish('Mul', input, add('Tanh', add('Softplus', input)));
};

/** Only the ratio is kept: whether anything is dropped is decided by the app, not by the export's mode. */
const dropout: Rewrite = (node, rewriting) => {
  const [input = '', given = ''] = node.inputs;
  const ratio = rewriting.opset < 12 ? rewriting.scalar(node, readFloat(node, 'ratio', 0.5)) : given;
  rewriting.change(node, {
    inputs: ratio === '' ? [input] : [input, ratio],
    attributes: without(node.attributes, 'ratio', 'seed'),
  });
};

const always = (rewrite: Rewrite): RewriteTable[string] => [{ rewrite }];
const upTo12 = (rewrite: Rewrite): RewriteTable[string] => [{ until: 12, rewrite }];

export const activationRewrites: RewriteTable = {
  Softmax: upTo12(flattening),
  LogSoftmax: upTo12(flattening),
  Hardmax: upTo12(flattening),
  Gelu: always(gelu),
  Mish: always(mish),
  Dropout: always(dropout),
  'com.microsoft:Gelu': always(exactGelu),
  'com.microsoft:FastGelu': always(fastGelu),
  'com.microsoft:QuickGelu': always(quickGelu),
};
