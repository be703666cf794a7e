// Which places of the input a Resize reads, along one axis: the coordinate and rounding rules of ONNX.

/** Lengths along the axis, and their ratio as the node has it. */
export interface ResizedAxis {
  readonly input: number;
  readonly output: number;
  readonly scale: number;
}

/**
 * Position in the input that an output position stands for. In float32, as the kernels compute it: rounding decides ties.
 * Undefined where the rule is none of these.
 */
export function sourcePosition(mode: string, position: number, axis: ResizedAxis): number | undefined {
  const { fround } = Math;
  const { input, output, scale } = axis;
  switch (mode) {
    case 'asymmetric':
      return fround(position / scale);
    case 'half_pixel':
      return fround(fround((position + 0.5) / scale) - 0.5);
    case 'pytorch_half_pixel':
      return output > 1 ? fround(fround((position + 0.5) / scale) - 0.5) : 0;
    case 'align_corners':
      return output > 1 ? fround((position * (input - 1)) / (output - 1)) : 0;
    default:
      return undefined;
  }
}

/** The element that a position is rounded to. */
export function nearestIndex(mode: string, position: number): number {
  const floor = Math.floor(position);
  const isHalf = position - floor === 0.5;
  switch (mode) {
    case 'floor':
      return floor;
    case 'ceil':
      return Math.ceil(position);
    case 'round_prefer_ceil':
      return isHalf ? floor + 1 : Math.round(position);
    default:
      return isHalf ? floor : Math.round(position);
  }
}

/** Beyond the edge its element is repeated. */
export const withinAxis = (index: number, length: number): number => Math.max(0, Math.min(length - 1, index));
