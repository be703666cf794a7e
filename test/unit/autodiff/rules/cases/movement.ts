// Gradient cases of operators that change shape, order or number of copies.
import { type GradientCase, uniform } from '../../../../support/central-difference.ts';
import { op } from './common.ts';

const moving = (
  name: string,
  shape: readonly number[],
  attributes: Parameters<typeof op>[1] = {},
  ...lists: readonly (readonly number[])[]
): GradientCase => ({
  name,
  inputs: [uniform(shape)],
  build: op(name.split(',')[0] ?? name, attributes, ...lists),
});

export const movementCases: readonly GradientCase[] = [
  moving('Reshape', [2, 3, 4], {}, [4, 6]),
  moving('Reshape, copied and inferred sizes', [2, 3, 4], {}, [0, -1, 2]),
  moving('Reshape, to a scalar', [1, 1], {}, []),
  moving('Flatten', [2, 3, 2]),
  moving('Flatten, axis -1', [2, 3, 2], { axis: -1 }),
  moving('Squeeze, all', [1, 3, 1, 2]),
  moving('Squeeze, listed', [1, 3, 1, 2], {}, [-2]),
  moving('Unsqueeze, negative axes', [2, 3], {}, [0, -1]),
  moving('Transpose, reversed by default', [2, 3, 4]),
  moving('Transpose, given order', [2, 3, 4, 1], { perm: [2, 0, 3, 1] }),
  moving('Expand, existing and new axes', [3, 1], {}, [2, 3, 4]),
  moving('Expand, smaller request', [2, 3], {}, [1, 3]),
  moving('Tile, some axes', [2, 3, 2], {}, [1, 2, 3]),
  moving('Tile, no axis', [2, 3], {}, [1, 1]),
  moving('DepthToSpace, depth first', [1, 8, 2, 3], { blocksize: 2 }),
  moving('DepthToSpace, columns first', [2, 4, 2, 3], { blocksize: 2, mode: 'CRD' }),
  moving('DepthToSpace, block 3', [1, 18, 1, 2], { blocksize: 3, mode: 'CRD' }),
  moving('SpaceToDepth', [1, 2, 4, 6], { blocksize: 2 }),
];
