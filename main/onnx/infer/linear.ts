// Inference of matrix products.
import { readInt } from '../attribute.ts';
import { broadcast, type Inference, type InferRule, size } from './inference.ts';

function product(inference: Inference, transposeA: boolean, transposeB: boolean): readonly number[] {
  const pair = [inference.value(0).shape, inference.value(1).shape] as const;
  const a = pair[0].length === 1 ? [1, ...pair[0]] : pair[0];
  const b = pair[1].length === 1 ? [...pair[1], 1] : pair[1];
  const [rows, innerA] = transposeA ? [size(a, -1), size(a, -2)] : [size(a, -2), size(a, -1)];
  const [innerB, columns] = transposeB ? [size(b, -1), size(b, -2)] : [size(b, -2), size(b, -1)];
  const batch = broadcast(a.slice(0, -2), b.slice(0, -2));
  if (innerA !== innerB || !batch) return inference.fail(`shapes [${pair[0]}] and [${pair[1]}] do not multiply`);
  return [...batch, ...(pair[0].length === 1 ? [] : [rows]), ...(pair[1].length === 1 ? [] : [columns])];
}

export const linearRules: Readonly<Record<string, InferRule>> = {
  MatMul: (inference) => [{ type: inference.value(0).type, shape: product(inference, false, false) }],
  Gemm: (inference) => {
    const flag = (name: string) => readInt(inference.node, name, 0) === 1;
    return [{ type: inference.value(0).type, shape: product(inference, flag('transA'), flag('transB')) }];
  },
  'com.microsoft:FusedMatMul': (inference) => {
    const flag = (name: string) => readInt(inference.node, name, 0) === 1;
    return [{ type: inference.value(0).type, shape: product(inference, flag('transA'), flag('transB')) }];
  },
};
