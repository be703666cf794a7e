// Where a transformer looked: its feature maps are asked, not the square tables of what its tokens make of each other.
import { afterAll, expect, it } from 'vitest';
import { createOrtExecutor } from '../../../main/engine/ort/executor.ts';
import { readModel } from '../../../main/onnx/read.ts';
import { attentionOf } from '../../../main/train/attention.ts';
import { handMade } from '../../support/hand-made-model.ts';

const executor = createOrtExecutor(1);
afterAll(() => executor.close());

it('takes no table of attention for a map', async () => {
  const bytes = handMade({
    make: (m, x) => {
      const { builder } = m;
      // 64 places of 8 numbers, in four heads of two.
      const flat = m.op('Reshape', [m.conv(x, 'patches', 8), builder.ints([0, 4, 2, -1])]);
      const tokens = m.op('Transpose', [flat], { perm: [0, 1, 3, 2] });
      const scores = m.op('Softmax', [m.op('MatMul', [tokens, flat])], { axis: -1 });
      const mixed = m.op('ReduceMean', [m.op('MatMul', [scores, tokens])], { axes: [2], keepdims: 0 });
      return { y: m.op('Softmax', [m.linear(m.op('Flatten', [mixed], { axis: 1 }), 'head', 3)], { axis: -1 }) };
    },
  });
  const image = Float32Array.from({ length: 768 }, (_, index) => Math.sin(index));
  const [looked] = (await attentionOf(executor, readModel(bytes), image, [3, 16, 16], [1])) ?? [];
  expect(looked?.map(({ side, activation }) => [side, activation.length])).toEqual([[8, 512]]);
});
