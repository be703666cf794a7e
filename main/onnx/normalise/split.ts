// Split and Pad, whose newer forms depend on sizes: these are written as shape arithmetic that folds once sizes are fixed.
import { readInt, readInts, readString } from '../attribute.ts';
import type { Node } from '../model.ts';
import { type Rewrite, type RewriteTable, type Rewriting, without } from './rewrite.ts';

const sizesToInput: Rewrite = (node, rewriting) => {
  const sizes = readInts(node, 'split', undefined);
  const inputs = sizes ? [...node.inputs.slice(0, 1), rewriting.ints(node, sizes)] : node.inputs;
  rewriting.change(node, { inputs, attributes: without(node.attributes, 'split') });
};

/** `num_outputs` equal parts, the last one smaller: ceil(length / count) each. */
const countToSizes: Rewrite = (node, rewriting) => {
  const count = readInt(node, 'num_outputs', node.outputs.length);
  const attributes = without(node.attributes, 'num_outputs');
  if (node.inputs.length > 1) {
    rewriting.change(node, { attributes });
    return;
  }
  const add = (operator: string, inputs: readonly string[], options = {}) =>
    rewriting.add(node, operator, inputs, options);
  const ints = (...values: number[]) => rewriting.ints(node, values);
  const [input = ''] = node.inputs;
  const length = add('Gather', [add('Shape', [input]), ints(readInt(node, 'axis', 0))]);
  const part = add('Div', [add('Add', [length, ints(count - 1)]), ints(count)]);
  const last = add('Sub', [length, add('Mul', [part, ints(count - 1)])]);
  const parts = Array.from({ length: count - 1 }, () => part);
  rewriting.change(node, { inputs: [input, add('Concat', [...parts, last], { axis: 0 })], attributes });
};

const padModes: readonly string[] = ['constant', 'reflect', 'edge'];

const padAllAxes: Rewrite = (node, rewriting) => {
  const mode = readString(node, 'mode', 'constant');
  if (!padModes.includes(mode)) rewriting.fail(node, `padding mode ${mode}`);
  const [input = '', pads = '', value = '', axes = ''] = node.inputs;
  const all = axes === '' ? pads : spreadPads(node, rewriting, input, pads, axes);
  rewriting.change(node, { inputs: [input, all, ...(value === '' ? [] : [value])] });
};

/** Pads of some axes → pads of all: begins and ends land at `axis` and `axis + rank` of a list of zeros. */
function spreadPads(node: Node, rewriting: Rewriting, input: string, pads: string, axes: string): string {
  const add = (operator: string, inputs: readonly string[], options = {}) =>
    rewriting.add(node, operator, inputs, options);
  const rank = add('Shape', [add('Shape', [input])]);
  const zeros = add('Tile', [rewriting.ints(node, [0, 0]), rank]);
  const begins = add('Mod', [add('Add', [add('Cast', [axes], { to: 7 }), rank]), rank]);
  const places = add('Concat', [begins, add('Add', [begins, rank])], { axis: 0 });
  return add('ScatterElements', [zeros, places, pads], { axis: 0 });
}

export const splitRewrites: RewriteTable = {
  Split: [
    { until: 12, rewrite: sizesToInput },
    { since: 18, rewrite: countToSizes },
  ],
  Pad: [{ since: 18, rewrite: padAllAxes }],
};
