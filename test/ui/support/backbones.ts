// Backbones in memory: one that was added, and a network that is found out about when a file is picked.
import type { backbones, ListedBackbone, LookedBackbone } from '../../../shared/contract/backbones.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { BackboneCard } from '../../../shared/domain/backbone.ts';
import type { Emit, Implementation } from '../../../shared/rpc/contract.ts';

export interface BackbonesState {
  added: ListedBackbone[];
  looked: LookedBackbone;
}

const imagenet = { scale: 1, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], order: 'rgb' } as const;

export function cardOf(what: Partial<BackboneCard> = {}): BackboneCard {
  return {
    id: 'a1'.repeat(32),
    name: 'resnet18',
    origin: 'imported',
    producer: 'pytorch',
    opset: 17,
    input: { name: 'input', layout: 'nchw', size: 224, fixed: false, multipleOf: 1, minimum: 32 },
    preprocessing: { ...imagenet, mean: [...imagenet.mean], std: [...imagenet.std], known: 'convention' },
    feature: { value: '/layer4/Relu', shape: [512, 7, 7], width: 512, layout: 'channels-first', pooling: 'mean' },
    head: { found: ['output'], classes: 1000, confidence: 'high' },
    parameters: 11_176_512,
    megabytes: 46.7,
    withoutGradient: [],
    canFineTune: 'all',
    stages: 5,
    addedAt: '2026-11-30T00:00:00.000Z',
    ...what,
  };
}

export function lookedOf(card: BackboneCard): LookedBackbone {
  const earlier = { ...card.feature, value: '/layer3/Relu', shape: [256, 14, 14], width: 256, nodesAfter: 20 };
  return {
    card,
    fileName: `${card.name}.onnx`,
    reasons: ['linear-last', 'known-class-count'],
    candidates: [{ ...card.feature, nodesAfter: 2 }, earlier],
    isKnown: false,
  };
}

export function makeBackbones(emit: Emit<typeof backbones>) {
  const state: BackbonesState = { added: [], looked: lookedOf(cardOf()) };
  const service: Implementation<typeof backbones> = {
    list: () => state.added,
    look: ({ corrections }) => {
      const { card, candidates } = state.looked;
      const feature = candidates.find(({ value }) => value === corrections.feature);
      if (!feature) return state.looked;
      const { nodesAfter: _, ...chosen } = feature;
      return { ...state.looked, card: { ...card, feature: chosen } };
    },
    add: ({ corrections }) => {
      const { card } = state.looked;
      const { name = card.name, preprocessing } = corrections;
      const added = {
        ...card,
        name,
        preprocessing: preprocessing ? { ...preprocessing, known: 'user' as const } : card.preprocessing,
      };
      state.added = [...state.added, { card: added, runs: 0 }];
      emit('changed', {});
      return added;
    },
    remove: ({ id }) => {
      const found = state.added.find(({ card }) => card.id === id);
      if (found && found.runs > 0)
        throw new NarashiError('backbone.in-use', { name: found.card.name, runs: found.runs, trials: 0, list: '3, 4' });
      state.added = state.added.filter(({ card }) => card.id !== id);
      emit('changed', {});
      return {};
    },
  };
  return { service, state };
}
