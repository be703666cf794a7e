// Axes that moved between attribute and input: Squeeze, Unsqueeze, the reductions; Cast's saturation, Reshape's zeros.
import { readInt, readInts } from '../attribute.ts';
import { type Rewrite, type RewriteTable, without } from './rewrite.ts';

const axesToInput: Rewrite = (node, rewriting) => {
  const axes = readInts(node, 'axes', undefined);
  const inputs = axes ? [...node.inputs.slice(0, 1), rewriting.ints(node, axes)] : node.inputs;
  rewriting.change(node, { inputs, attributes: without(node.attributes, 'axes') });
};

/** Reductions that give back their input when they reduce over no axis. */
const harmlessWithoutAxes: ReadonlySet<string> = new Set([
  'ReduceMean',
  'ReduceMax',
  'ReduceMin',
  'ReduceProd',
  'ReduceLogSumExp',
]);

const axesToAttribute: Rewrite = (node, rewriting) => {
  const axes = rewriting.optionalInts(node, 1) ?? [];
  const attributes = without(node.attributes, 'noop_with_empty_axes');
  const inputs = node.inputs.slice(0, 1);
  if (axes.length > 0) {
    rewriting.change(node, { inputs, attributes: { ...attributes, axes: { kind: 'ints', value: axes } } });
  } else if (readInt(node, 'noop_with_empty_axes', 0) === 0) {
    rewriting.change(node, { inputs, attributes });
  } else if (harmlessWithoutAxes.has(node.operator)) {
    rewriting.change(node, { operator: 'Identity', inputs, attributes: {} });
  } else {
    rewriting.fail(node, 'it reduces over no axis');
  }
};

const movedToInput = [{ until: 12, rewrite: axesToInput }];
const movedToAttribute = [{ since: 18, rewrite: axesToAttribute }];

export const axesRewrites: RewriteTable = {
  Squeeze: movedToInput,
  Unsqueeze: movedToInput,
  ReduceSum: movedToInput,
  ReduceMean: movedToAttribute,
  ReduceMax: movedToAttribute,
  ReduceMin: movedToAttribute,
  ReduceProd: movedToAttribute,
  ReduceL1: movedToAttribute,
  ReduceL2: movedToAttribute,
  ReduceLogSum: movedToAttribute,
  ReduceLogSumExp: movedToAttribute,
  ReduceSumSquare: movedToAttribute,
  // As it was before there was a choice: older operator sets do not know the attribute.
  Reshape: [
    {
      since: 14,
      rewrite: (node, rewriting) => {
        const isUsual = readInt(node, 'allowzero', 0) === 0;
        rewriting.change(node, isUsual ? { attributes: without(node.attributes, 'allowzero') } : {});
      },
    },
  ],
  Cast: [
    {
      since: 19,
      rewrite: (node, rewriting) => rewriting.change(node, { attributes: without(node.attributes, 'saturate') }),
    },
  ],
};
