// Which part of the long vector of weights is which tensor, and which part of a tensor is a filter.
export interface NamedShape {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export const elementCount = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/**
 * The filters: for a convolution `[O,C,h,w]` or a linear layer `[O,C]` each of the O outputs. Tensors of one axis (biases,
 * scales of BatchNormalization) have none (Li et al. 2018, section 4).
 */
export function filtersOf(layout: readonly NamedShape[]): readonly Span[] {
  let start = 0;
  return layout.flatMap(({ shape }) => {
    const first = start;
    start += elementCount(shape);
    if (shape.length < 2) return [];
    const [filters = 1] = shape;
    const length = (start - first) / filters;
    return Array.from({ length: filters }, (_, filter) => ({
      start: first + filter * length,
      end: first + (filter + 1) * length,
    }));
  });
}
