// How deep in a network each weight lies: stages by down-sampling or, where there is none, by equal parts of its blocks.
import type { Model } from '../onnx/model.ts';
import { specialise } from '../onnx/specialise.ts';
import { trunkOf } from './trunk.ts';

/** Transformers have blocks of one size only: so many stages then. */
const PARTS = 4;
/** Fewer blocks than this are not divided. */
const FEWEST = 8;

/**
 * Stage of every weight and running statistic by name; 0 is nearest to the image, the last linear layer comes last.
 * @param model as `withHead` makes it: one image input of fixed size, one output
 */
export function depthOf(model: Model): ReadonlyMap<string, number> {
  const sizes = model.graph.inputs[0]?.shape.slice(1).map(Number) ?? [];
  const graph = specialise(model, [1, ...sizes]);
  const { nodes, input, outputs } = graph;
  const [output] = outputs;
  const flows = nodes.map((node) => ({
    inputs: node.inputs.flatMap((value) => (value ? [value.name] : [])),
    outputs: node.outputs.map((value) => value.name),
  }));
  const floats = new Set(nodes.flatMap((node) => node.outputs.filter(isFloat).map((value) => value.name)));
  const { points, between } = trunkOf(flows, input.name, output?.name ?? '', (value) => floats.has(value));
  const shapes = new Map([input, ...nodes.flatMap((node) => node.outputs)].map((value) => [value.name, value.shape]));
  const blocks = points.slice(1).map(({ value, node }, index) => ({
    first: (points[index]?.node ?? -1) + 1,
    last: node,
    positions: arranges.has(nodes[node]?.operator ?? '') ? undefined : positionsOf(shapes.get(value) ?? []),
    weights: new Set<string>(),
  }));
  const behind = new Map<string, readonly string[]>();
  flows.forEach((flow, index) => {
    const weights = flow.inputs.flatMap((name) => (graph.weights.has(name) ? [name] : (behind.get(name) ?? [])));
    // What is computed from weights alone belongs to the block that uses it.
    if (!between.has(index)) for (const name of flow.outputs) behind.set(name, weights);
    else for (const name of weights) blocks.find(({ last }) => index <= last)?.weights.add(name);
  });
  const weighty = stagesOf(blocks).map((stage) => stage.filter(({ weights }) => weights.size > 0));
  const head = weighty.flat().at(-1);
  const stages = divided(
    weighty.map((stage) => stage.filter((block) => block !== head)).filter((stage) => stage.length > 0),
  );
  const found = new Map<string, number>();
  [...stages, head ? [head] : []].forEach((stage, index) => {
    for (const { weights } of stage) for (const name of weights) if (!found.has(name)) found.set(name, index);
  });
  return found;
}

interface Block {
  /** Of the trunk value it ends in; undefined where that only arranges numbers otherwise. */
  readonly positions: number | undefined;
  readonly weights: ReadonlySet<string>;
}

/** A new stage begins with the block that leaves clearly fewer positions. */
function stagesOf<B extends Block>(blocks: readonly B[]): readonly (readonly B[])[] {
  const stages: B[][] = [[]];
  let current = Number.POSITIVE_INFINITY;
  for (const block of blocks) {
    const isSmaller = block.positions !== undefined && block.positions < 0.75 * current;
    if (isSmaller) {
      stages.push([]);
      current = block.positions ?? current;
    }
    stages.at(-1)?.push(block);
  }
  return stages;
}

/** A stage with most of the blocks of a network of few stages is divided. */
function divided<B>(stages: readonly (readonly B[])[]): readonly (readonly B[])[] {
  const total = stages.reduce((sum, stage) => sum + stage.length, 0);
  if (stages.length >= PARTS) return stages;
  return stages.flatMap((stage) => {
    if (stage.length < FEWEST || stage.length <= total / 2) return [stage];
    const parts = PARTS - stages.length + 1;
    const at = (part: number) => Math.round((part * stage.length) / parts);
    return Array.from({ length: parts }, (_, part) => stage.slice(at(part), at(part + 1)));
  });
}

const isFloat = ({ type }: { readonly type: string }) => type === 'float32';
const arranges = new Set(['Reshape', 'Transpose', 'Flatten', 'Squeeze', 'Unsqueeze', 'Pad', 'Slice']);

/** Of square images in either layout, or of tokens. */
function positionsOf(shape: readonly number[]): number | undefined {
  const [, first = 1, second = 1, third = 1] = shape;
  if (shape.length === 2) return 1;
  if (shape.length === 3) return first;
  if (shape.length !== 4) return undefined;
  return first === second ? first * second : second * third;
}
