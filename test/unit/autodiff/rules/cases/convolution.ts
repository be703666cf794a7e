// Gradient cases of convolutions: kernels, strides, dilations, pads, groups.
import type { AttributeInputs } from '../../../../../main/onnx/attribute.ts';
import { type GradientCase, uniform } from '../../../../support/central-difference.ts';
import { op } from './common.ts';

const convolution = (
  name: string,
  x: readonly number[],
  weight: readonly number[],
  attributes: AttributeInputs = {},
  bias?: number,
): GradientCase => ({
  name,
  inputs: [uniform(x), uniform(weight), ...(bias === undefined ? [] : [uniform([bias])])],
  build: op(name.split(',')[0] ?? name, attributes),
});

export const convolutionCases: readonly GradientCase[] = [
  convolution('Conv, 1×1', [2, 3, 2, 3], [4, 3, 1, 1]),
  convolution('Conv, 1×1, stride 2, bias', [2, 2, 4, 3], [3, 2, 1, 1], { strides: [2, 2] }, 3),
  convolution('Conv, 3×3, same, bias', [2, 2, 4, 4], [2, 2, 3, 3], { pads: [1, 1, 1, 1] }, 2),
  convolution('Conv, 3×3, stride 2', [1, 2, 6, 6], [2, 2, 3, 3], { pads: [1, 1, 1, 1], strides: [2, 2] }),
  convolution('Conv, 3×3, stride 2, odd size', [1, 2, 5, 5], [2, 2, 3, 3], { pads: [1, 1, 1, 1], strides: [2, 2] }),
  convolution('Conv, 2×2, stride 2, no overlap', [1, 2, 4, 4], [3, 2, 2, 2], { strides: [2, 2] }),
  convolution('Conv, 2×2, stride 3, columns left out', [1, 2, 6, 6], [2, 2, 2, 2], { strides: [3, 3] }),
  convolution('Conv, 3×3, dilation 2', [1, 2, 5, 5], [2, 2, 3, 3], { dilations: [2, 2], pads: [2, 2, 2, 2] }),
  convolution('Conv, 1×3 and uneven pads', [1, 2, 3, 5], [2, 2, 1, 3], { pads: [0, 2, 0, 1] }),
  convolution('Conv, SAME_UPPER, stride 2', [1, 2, 5, 4], [2, 2, 3, 3], { auto_pad: 'SAME_UPPER', strides: [2, 2] }),
  convolution('Conv, two groups', [1, 4, 4, 4], [4, 2, 3, 3], { group: 2, pads: [1, 1, 1, 1] }, 4),
  convolution('Conv, two groups, 1×1', [2, 4, 2, 3], [2, 2, 1, 1], { group: 2 }),
  convolution('Conv, depthwise', [2, 3, 4, 3], [3, 1, 3, 3], { group: 3, pads: [1, 1, 1, 1] }, 3),
  convolution('Conv, depthwise, stride 2', [1, 3, 5, 4], [3, 1, 3, 3], {
    group: 3,
    pads: [1, 1, 1, 1],
    strides: [2, 2],
  }),
  convolution('Conv, depthwise, multiplier 2', [1, 2, 4, 4], [4, 1, 3, 3], { group: 2, pads: [1, 1, 1, 1] }),
  convolution('ConvTranspose, 2×2, stride 2, bias', [1, 3, 2, 3], [3, 2, 2, 2], { strides: [2, 2] }, 2),
  convolution('ConvTranspose, 3×3, stride 2, output padding', [1, 2, 3, 3], [2, 2, 3, 3], {
    strides: [2, 2],
    pads: [1, 1, 1, 1],
    output_padding: [1, 1],
  }),
  convolution('ConvTranspose, two groups', [1, 4, 3, 3], [4, 1, 3, 3], { group: 2, pads: [1, 1, 1, 1] }),
];
