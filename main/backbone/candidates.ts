// Values on the trunk of a network that could be its feature, the last ones first: what the user may choose among.
import type { BackboneFeature } from '../../shared/domain/backbone.ts';
import type { Chain } from './chain.ts';
import { featureAt } from './feature.ts';
import { trunkOf } from './trunk.ts';

export interface Candidate {
  readonly feature: BackboneFeature;
  /** Nodes of the network after it. */
  readonly nodesAfter: number;
}

const MOST = 12;

export function candidatesOf(chain: Chain, input: string, target: string): readonly Candidate[] {
  const { nodes } = chain.graph;
  const { points } = trunkOf(nodes, input, target, (value) => chain.isData(value));
  const end = nodes.findIndex((node) => node.outputs.includes(target));
  return points
    .slice(1)
    .toReversed()
    .flatMap(({ value, node }) => {
      const feature = featureAt(value, chain);
      return feature ? [{ feature, nodesAfter: end - node }] : [];
    })
    .slice(0, MOST);
}
