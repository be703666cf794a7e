// Joins Conv → BatchNormalization (→ Add) (→ Relu or Clip) into one node, which one rule can do in fewer passes over memory.
// Such nodes live only between a lowering's `prepare` and its rules; no model is ever written with them.
import type { StaticNode, Value } from '../../onnx/builder.ts';
import type { StaticGraph } from '../../onnx/specialise.ts';
import { fusedActivation } from './activation.ts';

/** Domain of nodes that only the rules of this lowering know. */
export const privateDomain = 'narashi';

/** Joins the chains that begin with a Conv that `fits`, where nothing else reads what lies between. */
export function fuseNormalisation(graph: StaticGraph, fits: (convolution: StaticNode) => boolean): StaticGraph {
  const soleReader = readersOf(graph);
  const swallowed = new Set<StaticNode>();
  const replacements = new Map<StaticNode, StaticNode>();
  for (const convolution of graph.nodes) {
    const norm = fits(convolution) ? soleReader(convolution) : undefined;
    if (norm?.operator !== 'BatchNormalization' || norm.inputs[0] !== convolution.outputs[0]) continue;
    const chain = [convolution, norm];
    const add = soleReader(norm);
    const residual = add && !swallowed.has(add) ? otherSummand(add, norm.outputs[0]) : undefined;
    if (add && residual) chain.push(add);
    const next = soleReader(chain.at(-1));
    const activation = fusedActivation(next, graph.constantOf);
    if (next && activation && !swallowed.has(next)) chain.push(next);
    const last = chain.at(-1) ?? norm;
    for (const node of chain) swallowed.add(node);
    const [x, w, bias] = convolution.inputs;
    replacements.set(last, {
      operator: 'ConvNorm',
      domain: privateDomain,
      name: convolution.name,
      attributes: {
        ...convolution.attributes,
        ...norm.attributes,
        ...activation,
      },
      inputs: [x, w, bias, ...norm.inputs.slice(1, 5), residual],
      outputs: last.outputs,
    });
  }
  const nodes = graph.nodes.flatMap((node) => replacements.get(node) ?? (swallowed.has(node) ? [] : [node]));
  return { ...graph, nodes };
}

/** The only node that reads a node's first output, if there is just one and it reads it once. */
function readersOf(graph: StaticGraph): (node: StaticNode | undefined) => StaticNode | undefined {
  const readers = new Map<string, (StaticNode | undefined)[]>();
  const read = (value: Value | undefined, node: StaticNode | undefined) => {
    if (value) readers.set(value.name, [...(readers.get(value.name) ?? []), node]);
  };
  for (const node of graph.nodes) for (const input of node.inputs) read(input, node);
  for (const output of graph.outputs) read(output, undefined);
  return (node) => {
    const found = readers.get(node?.outputs[0]?.name ?? '');
    return found?.length === 1 ? found[0] : undefined;
  };
}

/** What an Add of equal shapes adds to `value`. */
function otherSummand(add: StaticNode, value: Value | undefined): Value | undefined {
  if (add.operator !== 'Add') return undefined;
  const other = add.inputs.find((input) => input !== value);
  return other && `${other.shape}` === `${value?.shape}` ? other : undefined;
}
