// Operators that change the shape, order or number of copies of elements.
import { readInt, readInts, readString } from '../../onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import { toNumbers } from '../../onnx/tensor.ts';
import { type Rule, type RuleTable, simpleRule } from '../rule.ts';
import { reshape } from './common.ts';

const reshaping: Rule = simpleRule((context, dy) => [reshape(context.builder, dy, context.input(0).shape)]);

const transposeRule: Rule = simpleRule((context, dy) => {
  const rank = dy.shape.length;
  const order = readInts(context.node, 'perm', undefined) ?? dy.shape.map((_, axis) => rank - 1 - axis);
  return [context.builder.op('Transpose', [dy], { perm: order.map((_, axis) => order.indexOf(axis)) })];
});

/** Copies lie side by side: the gradient splits into `[copies, size]` along each repeated axis and is summed over copies. */
const tileRule: Rule = simpleRule((context, dy) => {
  const { builder } = context;
  const { shape } = context.input(0);
  const repeats = toNumbers(context.constant(1));
  const split = shape.flatMap((length, axis) => (repeats[axis] === 1 ? [length] : [repeats[axis] ?? 1, length]));
  const copies: number[] = [];
  repeats.forEach((count, axis) => {
    if (count !== 1) copies.push(axis + copies.length);
  });
  if (copies.length === 0) return [dy];
  return [builder.op('ReduceSum', [reshape(builder, dy, split), builder.ints(copies)], { keepdims: 0 })];
});

interface BlockOrder {
  /** Order of `[N,C,H/b,b,W/b,b]` that brings the two block axes among the channels. */
  readonly toDepth: readonly number[];
  /** Whether the block axes come before the channels. */
  readonly blockFirst: boolean;
}

const blockFirst: BlockOrder = { toDepth: [0, 3, 5, 1, 2, 4], blockFirst: true };
const channelFirst: BlockOrder = { toDepth: [0, 1, 3, 5, 2, 4], blockFirst: false };

/** `[N,C,H,W]` → `[N,C·b²,H/b,W/b]`. (SpaceToDepth has no WebGPU kernel.) */
function toDepth(builder: GraphBuilder, value: Value, block: number, order: BlockOrder): Value {
  const [batch = 1, channels = 1, height = 1, width = 1] = value.shape;
  const [rows, columns] = [height / block, width / block];
  const blocks = reshape(builder, value, [batch, channels, rows, block, columns, block]);
  const moved = builder.op('Transpose', [blocks], { perm: order.toDepth });
  return reshape(builder, moved, [batch, channels * block * block, rows, columns]);
}

/** `[N,C·b²,H,W]` → `[N,C,H·b,W·b]`. */
function toSpace(builder: GraphBuilder, value: Value, block: number, order: BlockOrder): Value {
  const mode = order.blockFirst ? 'DCR' : 'CRD';
  return builder.op('DepthToSpace', [value], { blocksize: block, mode });
}

const spaceToDepthRule: Rule = (context) => {
  const { builder } = context;
  const block = readInt(context.node, 'blocksize', 1);
  return {
    outputs: [toDepth(builder, context.input(0), block, blockFirst)],
    backward: ([dy]) => (dy ? [toSpace(builder, dy, block, blockFirst)] : []),
  };
};

const depthToSpaceRule: Rule = simpleRule(({ builder, node }, dy) => {
  const order = readString(node, 'mode', 'DCR') === 'CRD' ? channelFirst : blockFirst;
  return [toDepth(builder, dy, readInt(node, 'blocksize', 1), order)];
});

export const movementRules: RuleTable = {
  Reshape: reshaping,
  Flatten: reshaping,
  Squeeze: reshaping,
  Unsqueeze: reshaping,
  Transpose: transposeRule,
  // The walk sums over the axes that were expanded.
  Expand: simpleRule((_, dy) => [dy]),
  Tile: tileRule,
  DepthToSpace: depthToSpaceRule,
  SpaceToDepth: spaceToDepthRule,
};
