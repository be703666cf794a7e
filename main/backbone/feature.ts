// What a value of the graph can be as a feature: its width, where its channels are, and how positions become one vector.
import type { BackboneFeature, FeatureLayout } from '../../shared/domain/backbone.ts';
import type { Chain } from './chain.ts';

/** A feature narrower than this tells next to nothing. */
const NARROWEST = 4;

/** The value as a feature, undefined where its shape cannot be one. `shape` counts the batch. */
export function featureAt(value: string, chain: Chain): BackboneFeature | undefined {
  const [, ...shape] = chain.shape(value);
  const layout = layoutOf(shape);
  if (!layout) return undefined;
  const width = shape[channelAxis(layout) - 1] ?? 0;
  if (width < NARROWEST || shape.some((length) => length < 1)) return undefined;
  return { value, shape, width, layout, pooling: poolingOf(layout, shape) };
}

/** Of the batched shape. */
export function channelAxis(layout: FeatureLayout): number {
  return { vector: 1, 'channels-first': 1, 'channels-last': 3, tokens: 2 }[layout];
}

function layoutOf(shape: readonly number[]): FeatureLayout | undefined {
  const [first, second, third] = shape;
  if (shape.length === 1) return 'vector';
  if (shape.length === 2) return 'tokens';
  // Images are square: the two equal lengths are height and width.
  if (shape.length === 3) return first === second && second !== third ? 'channels-last' : 'channels-first';
  return undefined;
}

/** Tokens of a square grid are averaged; with extra ones in front, the first of them stands for the image. */
function poolingOf(layout: FeatureLayout, [tokens = 1]: readonly number[]): BackboneFeature['pooling'] {
  if (layout === 'vector') return 'none';
  return layout === 'tokens' && !Number.isInteger(Math.sqrt(tokens)) ? 'class-token' : 'mean';
}

/**
 * The feature whose pooled vector is `value`: the map or tokens before a global average or the choice of the class token,
 * so that it stays at hand for any image size and for heat maps; else `value` itself.
 */
export function beforePooling(value: string, chain: Chain): BackboneFeature | undefined {
  const pooled = chain.bare(value);
  const node = chain.producer(pooled);
  const width = featureAt(value, chain)?.width;
  const averaged = node && chain.averaged(node);
  if (averaged && width !== undefined && chain.shape(averaged.value)[averaged.channels] === width) {
    const { value: map, channels } = averaged;
    const [, ...shape] = chain.shape(map);
    const layout = shape.length === 2 ? 'tokens' : channels === 1 ? 'channels-first' : 'channels-last';
    return { value: map, shape, width, layout, pooling: 'mean' };
  }
  const tokens = node && chain.firstToken(node);
  if (tokens !== undefined && width !== undefined) {
    const [, ...shape] = chain.shape(tokens);
    return { value: tokens, shape, width, layout: 'tokens', pooling: 'class-token' };
  }
  return featureAt(value, chain);
}
