// The image input of a backbone: where its channels are, and the size it was made for.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Dimension, Model, ValueInfo } from '../onnx/model.ts';

export interface ImageInput {
  readonly name: string;
  readonly layout: 'nchw' | 'nhwc';
  /** Side that the file fixes; undefined where it is free. */
  readonly side: number | undefined;
}

/** @throws NarashiError backbone.input-shape, backbone.not-square */
export function imageInputOf(model: Model): ImageInput {
  const [info] = model.graph.inputs;
  if (!info) throw new NarashiError('onnx.inputs', { count: 0, list: '-' });
  const layout = layoutOf(info);
  const [, first, second, third] = info.shape;
  const [height, width] = layout === 'nchw' ? [second, third] : [first, second];
  const sides = [height, width].filter((length) => typeof length === 'number');
  const [side = undefined, other = side] = sides;
  if (side !== undefined && other !== undefined && side !== other)
    throw new NarashiError('backbone.not-square', { height: side, width: other });
  return { name: info.name, layout, side };
}

/** Lengths after the batch, for square images. */
export function imageShape(layout: ImageInput['layout'], side: number): readonly number[] {
  return layout === 'nchw' ? [3, side, side] : [side, side, 3];
}

function layoutOf({ name, shape }: ValueInfo): 'nchw' | 'nhwc' {
  const [, first, , last] = shape;
  if (shape.length === 4) {
    if (first === 3) return 'nchw';
    if (last === 3) return 'nhwc';
    // PyTorch's exporters may leave every size free; others say the channels.
    if (shape.every(isFree)) return 'nchw';
  }
  throw new NarashiError('backbone.input-shape', { name, shape: `[${shape.join(', ')}]` });
}

const isFree = (length: Dimension | undefined): boolean => typeof length === 'string';
