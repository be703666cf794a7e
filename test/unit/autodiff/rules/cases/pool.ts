// Gradient cases of pooling: strides, pads, rounding, rows left out.
import type { AttributeInputs } from '../../../../../main/onnx/attribute.ts';
import { distinct, type GradientCase, uniform } from '../../../../support/central-difference.ts';
import { op } from './common.ts';

const variants: readonly { label: string; shape: readonly number[]; attributes: AttributeInputs }[] = [
  { label: '2×2, stride 2', shape: [2, 2, 4, 4], attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  {
    label: '3×3, stride 2, padded',
    shape: [1, 2, 5, 5],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  { label: '3×2, stride 1', shape: [1, 2, 4, 5], attributes: { kernel_shape: [3, 2] } },
  {
    label: '3×3, stride 2, rounded up',
    shape: [1, 1, 6, 6],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 },
  },
  {
    label: '2×3, uneven pads and strides',
    shape: [1, 2, 5, 4],
    attributes: { kernel_shape: [2, 3], strides: [1, 2], pads: [1, 0, 0, 2] },
  },
  {
    label: '2×2, stride 3: rows left out',
    shape: [1, 2, 5, 6],
    attributes: { kernel_shape: [2, 2], strides: [3, 3] },
  },
  {
    label: 'SAME_UPPER',
    shape: [1, 2, 4, 5],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], auto_pad: 'SAME_UPPER' },
  },
];

const pools = (operator: string, sample: typeof distinct, extra: AttributeInputs = {}, suffix = ''): GradientCase[] =>
  variants.map(({ label, shape, attributes }) => ({
    name: `${operator}, ${label}${suffix}`,
    inputs: [sample(shape)],
    build: op(operator, { ...attributes, ...extra }),
  }));

export const poolCases: readonly GradientCase[] = [
  ...pools('MaxPool', distinct),
  ...pools('AveragePool', uniform),
  ...pools('AveragePool', uniform, { count_include_pad: 1 }, ', padding counted'),
  { name: 'GlobalAveragePool', inputs: [uniform([2, 3, 2, 3])], build: op('GlobalAveragePool') },
  { name: 'GlobalMaxPool', inputs: [distinct([2, 3, 2, 3])], build: op('GlobalMaxPool') },
];
