// The same graph in the words of an older operator set, where it uses none that came later.
import { readInt, readInts } from '../../onnx/attribute.ts';
import type { Model, Node } from '../../onnx/model.ts';

/** For runtimes of 2021 and OpenCV's own. */
export const OLD_OPSET = 13;

/** Operators of opsets 14 to 17 that 13 does not know. */
const later = new Set([
  'HardSwish',
  'Trilu',
  'Bernoulli',
  'CastLike',
  'GridSample',
  'LayerNormalization',
  'SequenceMap',
  'BlackmanWindow',
  'HannWindow',
  'HammingWindow',
  'DFT',
  'STFT',
  'MelWeightMatrix',
  'Optional',
  'OptionalGetElement',
  'OptionalHasElement',
]);

/** Operators that mean something else with these attributes. */
function isLater(node: Node): boolean {
  if (node.domain !== '') return true;
  switch (node.operator) {
    case 'Shape':
      return readInt(node, 'start', 0) !== 0 || node.attributes.end !== undefined;
    case 'Reshape':
      return readInt(node, 'allowzero', 0) !== 0;
    case 'BatchNormalization':
      return readInt(node, 'training_mode', 0) !== 0;
    case 'Pad':
      return readInts(node, 'axes', undefined) !== undefined;
    default:
      return later.has(node.operator);
  }
}

export type Rewritten = { readonly model: Model } | { readonly reason: string };

export function toOlderOpset(model: Model): Rewritten {
  const first = model.graph.nodes.find(isLater);
  if (first) return { reason: first.operator };
  return { model: { ...model, opsets: new Map([['', OLD_OPSET]]) } };
}
