// Brings a model of operator sets 11–20 to OPSET: refuses what cannot be trained, sorts, rewrites node by node.
import type { Model } from '../model.ts';
import { OPSET } from '../model.ts';
import { checkGraph, checkOpset } from './check.ts';
import { hoistConstants } from './constants.ts';
import { Rewriting, rewriteNode } from './rewrite.ts';
import { rewrites } from './rules.ts';
import { sortNodes } from './sort.ts';
import { widenStored } from './widen.ts';

/**
 * The same model in operator set 17 with ordinary operators only, one input, sorted nodes and constants as initializers.
 * @throws NarashiError onnx.opset, onnx.domain, onnx.control-flow, onnx.quantized, onnx.precision, onnx.inputs,
 * onnx.missing-value, onnx.cycle, onnx.unsupported
 */
export function normaliseModel(model: Model): Model {
  const opset = checkOpset(model);
  const sorted = { ...model.graph, nodes: sortNodes(model.graph) };
  const graph = hoistConstants(checkGraph(widenStored(sorted)));
  const rewriting = new Rewriting(graph, opset);
  for (const node of graph.nodes) rewriteNode(rewriting, node, rewrites);
  return {
    ...model,
    opsets: new Map([['', OPSET]]),
    graph: { ...graph, nodes: rewriting.nodes, initializers: rewriting.initializers },
  };
}
