// Gradient cases of matrix products: transposed, batched, broadcast, with vectors.
import { float } from '../../../../../main/onnx/attribute.ts';
import { type GradientCase, uniform } from '../../../../support/central-difference.ts';
import { op } from './common.ts';

const matMul = (label: string, a: readonly number[], b: readonly number[]): GradientCase => ({
  name: `MatMul, ${label}`,
  inputs: [uniform(a), uniform(b)],
  build: op('MatMul'),
});

const transpositions = [
  { transA: 0, transB: 0 },
  { transA: 0, transB: 1 },
  { transA: 1, transB: 0 },
  { transA: 1, transB: 1 },
];

export const linearCases: readonly GradientCase[] = [
  ...transpositions.map(
    ({ transA, transB }): GradientCase => ({
      name: `Gemm, transA ${transA}, transB ${transB}, bias per column`,
      inputs: [uniform(transA ? [4, 3] : [3, 4]), uniform(transB ? [2, 4] : [4, 2]), uniform([2])],
      build: op('Gemm', { transA, transB }),
    }),
  ),
  {
    name: 'Gemm, alpha and beta, bias per row',
    inputs: [uniform([3, 4]), uniform([4, 2]), uniform([3, 1])],
    build: op('Gemm', { alpha: float(0.5), beta: float(1.5) }),
  },
  { name: 'Gemm without bias', inputs: [uniform([3, 4]), uniform([4, 2])], build: op('Gemm') },
  matMul('matrices', [3, 4], [4, 2]),
  matMul('batch on both sides', [2, 3, 4], [2, 4, 2]),
  matMul('shared right side', [2, 3, 4], [4, 2]),
  matMul('shared left side', [3, 4], [2, 4, 2]),
  matMul('batches broadcast', [2, 1, 2, 3], [3, 3, 2]),
  matMul('vector on the left', [4], [2, 4, 3]),
  matMul('vector on the right', [2, 3, 4], [4]),
  matMul('two vectors', [4], [4]),
];
