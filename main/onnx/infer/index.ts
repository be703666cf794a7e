// Shape and type inference: one table from operator to rule, for values of static shape.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Value } from '../builder.ts';
import { lookup } from '../lookup.ts';
import type { Tensor } from '../tensor.ts';
import { elementwiseRules } from './elementwise.ts';
import { indexingRules } from './indexing.ts';
import { Inference, type InferNode, type InferRule, type InferredValue } from './inference.ts';
import { linearRules } from './linear.ts';
import { movementRules } from './movement.ts';
import { reductionRules } from './reduction.ts';
import { spatialRules } from './spatial.ts';

const rules: Readonly<Record<string, InferRule>> = {
  ...elementwiseRules,
  ...indexingRules,
  ...linearRules,
  ...movementRules,
  ...reductionRules,
  ...spatialRules,
};

export interface NodeDescription extends InferNode {
  readonly inputs: readonly (Value | undefined)[];
}

/** Types and shapes of a node's outputs. @throws NarashiError onnx.unsupported */
export function inferShapes(
  node: NodeDescription,
  constants: readonly (Tensor | undefined)[],
): readonly InferredValue[] {
  const rule = lookup(rules, qualifiedName(node));
  if (!rule) {
    throw new NarashiError('onnx.unsupported', {
      node: node.name || '-',
      operator: qualifiedName(node),
      reason: 'this operator is not known',
    });
  }
  return rule(new Inference(node, node.inputs, constants));
}

/** `Conv`, or `com.microsoft:FusedMatMul`. */
export function qualifiedName(node: { operator: string; domain: string }): string {
  return node.domain === '' ? node.operator : `${node.domain}:${node.operator}`;
}
