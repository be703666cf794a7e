// Rates of weights by their stage, and where a network is divided.
import { describe, expect, it } from 'vitest';
import { divide } from '../../../main/train/divide.ts';
import { learningRateFactors } from '../../../main/train/fine-tuning.ts';
import { smallNetwork } from '../../support/small-network.ts';

const depth = new Map([
  ['stem', 0],
  ['middle', 1],
  ['late', 2],
  ['head', 3],
]);
const names = [...depth.keys(), 'unknown'];

describe('rates of weights', () => {
  it.each([
    ['all', 1, 1, [1, 1, 1, 1, 1]],
    ['all', 1, 0.5, [0.125, 0.25, 0.5, 1, 0.125]],
    ['last', 1, 1, [0, 0, 1, 1, 0]],
    ['last', 2, 0.5, [0, 0.25, 0.5, 1, 0]],
    ['last', 3, 1, [1, 1, 1, 1, 1]],
    ['head', 1, 0.5, [0, 0, 0, 1, 0]],
  ] as const)('%s, %d stages, decay %d', (fineTune, lastStages, layerDecay, expected) => {
    expect(names.map(learningRateFactors(depth, { fineTune, lastStages, layerDecay }))).toEqual(expected);
  });
});

describe('a divided network', () => {
  const graph = smallNetwork(3, 16).at(2);
  const weights = [...graph.weights.keys()];

  it.each([
    ['all of it trained', () => true, [[2, 3, 16, 16]]],
    ['its head alone', (name: string) => name.startsWith('classifier'), [[2, 8]]],
    ['behind its stem', (name: string) => !name.startsWith('stem'), [[2, 8, 8, 8]]],
  ])('%s', (_, isTrained, shapes) => {
    const { frozen, features, trained } = divide(graph, weights.filter(isTrained));
    expect(features.map(({ shape }) => shape)).toEqual(shapes);
    const all = (frozen?.nodes.length ?? 0) + trained.nodes.length;
    expect(all).toBe(graph.nodes.length);
    expect(frozen === undefined).toBe(shapes[0]?.[1] === 3);
  });
});
