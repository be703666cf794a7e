// Which float tensors of a model are weights, and which only configure an operator or hold a fixed table.
import { lookup } from './lookup.ts';
import type { Graph } from './model.ts';

/** First input that configures the operator instead of being computed with. */
const firstSetting: Readonly<Record<string, number>> = { Resize: 1, Clip: 1, Pad: 1, Dropout: 1, OneHot: 1, Range: 0 };

/** Buffers that PyTorch models keep beside their parameters; ONNX does not tell the two apart. */
const fixedTables =
  /(^|[./])(attn_mask|attention_mask|relative_coords_table|inv_freq|freqs|(pixel_|image_)?(mean|std)|anchors?|filt|blur)$/;

/** Names of the float initializers that training may change (running statistics of BatchNormalization included). */
export function trainableNames(graph: Graph): ReadonlySet<string> {
  const used = graph.nodes.flatMap((node) => node.inputs.slice(0, lookup(firstSetting, node.operator)));
  const computedWith = new Set(used);
  return new Set(
    Array.from(graph.initializers)
      .filter(([name, tensor]) => tensor.type === 'float32' && tensor.shape.length > 0 && computedWith.has(name))
      .map(([name]) => name)
      .filter((name) => !fixedTables.test(name)),
  );
}
