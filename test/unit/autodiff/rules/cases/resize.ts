// Gradient cases of Resize: modes, coordinate transformations, roundings.
import type { AttributeInputs } from '../../../../../main/onnx/attribute.ts';
import { float32, int64 } from '../../../../../main/onnx/tensor.ts';
import { type GradientCase, uniform } from '../../../../support/central-difference.ts';

const shape = [1, 2, 4, 3];

const byScales = (name: string, attributes: AttributeInputs, scales: readonly number[]): GradientCase => ({
  name: `Resize, ${name}`,
  inputs: [uniform(shape)],
  build: (builder, x) =>
    builder.op('Resize', [x, undefined, builder.constant(float32([4], [1, 1, ...scales]))], attributes),
});

const bySizes = (name: string, attributes: AttributeInputs, sizes: readonly number[]): GradientCase => ({
  name: `Resize, ${name}`,
  inputs: [uniform(shape)],
  build: (builder, x) =>
    builder.op('Resize', [x, undefined, undefined, builder.constant(int64([4], [1, 2, ...sizes]))], attributes),
});

const transformations = ['half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric'];
const roundings = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'];

export const resizeCases: readonly GradientCase[] = [
  ...transformations.flatMap((transformation) =>
    ['nearest', 'linear'].flatMap((mode): GradientCase[] => {
      const attributes = { mode, coordinate_transformation_mode: transformation };
      return [
        byScales(`${mode}, ${transformation}, larger`, attributes, [2, 1.5]),
        bySizes(`${mode}, ${transformation}, smaller and larger`, attributes, [3, 5]),
        bySizes(`${mode}, ${transformation}, down to one row`, attributes, [1, 3]),
      ];
    }),
  ),
  ...roundings.flatMap((rounding) =>
    ['half_pixel', 'asymmetric'].map((transformation) =>
      bySizes(
        `nearest, ${transformation}, ${rounding}`,
        { mode: 'nearest', nearest_mode: rounding, coordinate_transformation_mode: transformation },
        [7, 2],
      ),
    ),
  ),
  byScales(
    'upsampling as PyTorch exports it',
    {
      mode: 'nearest',
      nearest_mode: 'floor',
      coordinate_transformation_mode: 'asymmetric',
    },
    [2, 2],
  ),
  byScales('unchanged', { mode: 'linear' }, [1, 1]),
];
