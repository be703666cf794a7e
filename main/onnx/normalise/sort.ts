// Puts nodes in an order in which every value is produced before it is used, as ONNX asks and some editors forget.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Graph, Node } from '../model.ts';

/** @throws NarashiError onnx.missing-value, onnx.cycle, onnx.unreadable where a value is produced twice */
export function sortNodes(graph: Graph): readonly Node[] {
  const given = new Set([...graph.initializers.keys(), ...graph.inputs.map((input) => input.name)]);
  checkValues(graph, given);
  const known = new Set(given);
  const sorted: Node[] = [];
  let waiting = graph.nodes;
  while (waiting.length > 0) {
    const late = waiting.filter((node) => !place(node, known, sorted));
    if (late.length === waiting.length) {
      const list = late.slice(0, 4).map((node) => node.name);
      throw new NarashiError('onnx.cycle', { list: list.join(', ') });
    }
    waiting = late;
  }
  return sorted;
}

/** Takes the node when all its inputs are known. */
function place(node: Node, known: Set<string>, sorted: Node[]): boolean {
  if (!node.inputs.every((name) => name === '' || known.has(name))) return false;
  for (const name of node.outputs) known.add(name);
  sorted.push(node);
  return true;
}

function checkValues(graph: Graph, given: ReadonlySet<string>): void {
  const produced = new Set(given);
  for (const name of graph.nodes.flatMap((node) => node.outputs)) {
    if (name === '') continue;
    if (produced.has(name)) throw new NarashiError('onnx.unreadable', { reason: `value ${name} is produced twice` });
    produced.add(name);
  }
  const users = [...graph.nodes, { name: 'output', inputs: graph.outputs.map((output) => output.name) }];
  for (const { name, inputs } of users) {
    const value = inputs.find((input) => input !== '' && !produced.has(input));
    if (value !== undefined) throw new NarashiError('onnx.missing-value', { node: name, value });
  }
}
