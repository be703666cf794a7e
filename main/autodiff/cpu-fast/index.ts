// The training graph for CPUs: images stay in ONNX Runtime's blocked layout from the first convolution to the last.
import type { Lowering, Rule } from '../rule.ts';
import { portableRules } from '../rules/index.ts';
import { clipRule, reluRule } from './activation.ts';
import { Blocked } from './blocked.ts';
import { batchNormRule, convolutionNormRule, convolutionRule, fitsBlocks } from './convolution.ts';
import { fuseNormalisation, privateDomain } from './fuse.ts';
import { assignLayouts } from './layout.ts';
import { globalAverageRule, maxPoolRule } from './pool.ts';

/** @param block channels per block on this CPU: 16 or 8 */
export function cpuFast(block: number): Lowering {
  const own: Readonly<Record<string, Rule>> = {
    Conv: convolutionRule(block),
    ConvNorm: convolutionNormRule(block),
    BatchNormalization: batchNormRule(block),
    MaxPool: maxPoolRule(block),
    GlobalAveragePool: globalAverageRule(block),
    ToBlocked: moveRule(block, true),
    ToPlain: moveRule(block, false),
  };
  const privateRules = Object.entries(own).map(([operator, rule]) => [`${privateDomain}:${operator}`, rule] as const);
  return {
    name: 'cpu-fast',
    rules: { ...portableRules, Relu: reluRule, Clip: clipRule, ...Object.fromEntries(privateRules) },
    prepare: (graph) =>
      assignLayouts(
        fuseNormalisation(graph, (node) => fitsBlocks(node, block)),
        block,
      ),
  };
}

/** From one layout to the other; backwards the other way. */
const moveRule =
  (block: number, toBlocked: boolean): Rule =>
  (context) => {
    const blocked = new Blocked(context.builder, block);
    const x = context.input(0);
    const [, , height = 1, width = 1] = x.shape;
    if (height * width === 1) return { outputs: [x], backward: ([dy]) => [dy] };
    const forth = toBlocked ? blocked.toBlocked(x) : blocked.toPlain(x);
    return {
      outputs: [forth],
      backward: ([dy]) => [dy && (toBlocked ? blocked.toPlain(dy) : blocked.toBlocked(dy))],
    };
  };
