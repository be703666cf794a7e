// Inference of matrix products.
import { readInt, readString } from '../attribute.ts';
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

/** Sizes of an equation's output letters. Ellipses and repeated letters in one operand are refused. */
const einsum: InferRule = (inference) => {
  const equation = readString(inference.node, 'equation', '').replaceAll(' ', '');
  const [left = '', right] = equation.split('->');
  const operands = left.split(',');
  const sizes = new Map<string, number>();
  operands.forEach((letters, index) => {
    const { shape } = inference.value(index);
    if (!/^[A-Za-z]*$/.test(letters) || letters.length !== shape.length || new Set(letters).size !== letters.length)
      inference.fail(`equation ${equation}`);
    shape.forEach((length, axis) => {
      const letter = letters[axis] ?? '';
      if ((sizes.get(letter) ?? length) !== length) inference.fail(`sizes do not fit equation ${equation}`);
      sizes.set(letter, length);
    });
  });
  const all = operands.join('');
  const once = [...all].filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter)).sort();
  const shape = [...(right ?? once)].map((letter) => sizes.get(letter) ?? inference.fail(`equation ${equation}`));
  return [{ type: inference.value(0).type, shape }];
};

export const linearRules: Readonly<Record<string, InferRule>> = {
  Einsum: einsum,
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
