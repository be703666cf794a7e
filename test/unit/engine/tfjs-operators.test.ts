// Every operator of the training graphs on tfjs against ONNX Runtime, forward and gradients: two independent arithmetics.
// With NARASHI_TFJS naming a folder that holds the native library, the same cases run on a graphics card.
import { afterAll, describe, expect, it } from 'vitest';
import { portable } from '../../../main/autodiff/rules/index.ts';
import { createInlineExecutor } from '../../../main/engine/ort/inline.ts';
import { operators } from '../../../main/engine/tfjs/operators/index.ts';
import { GraphBuilder } from '../../../main/onnx/builder.ts';
import { float32 } from '../../../main/onnx/tensor.ts';
import { writeModel } from '../../../main/onnx/write.ts';
import { compareCase, operatorCases, runOperatorCase } from '../../support/operator-cases.ts';
import { kernelsOf, nativeFolder, openTfjs, tensorCount } from '../../support/tfjs.ts';
import { nativeKernels } from '../../support/tfjs-node-kernels.ts';

/** Measured: 7e-7 on the pure backend. A card has not been measured. */
const TOLERANCE = nativeFolder === undefined ? 2e-6 : 1e-4;

const reference = createInlineExecutor(1);
const tfjs = await openTfjs();

/** tfjs has no half precision: such graphs are refused when they are loaded. */
const refused = new Set(['Cast to half and back']);
const cases = operatorCases(portable);

afterAll(async () => {
  await tfjs.close();
  await reference.close();
});

describe('an operator and its gradients agree with ONNX Runtime', () => {
  const used = new Set<string>();

  it.each(cases.filter(({ name }) => !refused.has(name)).map((item) => [item.name, item] as const))(
    '%s',
    async (_, item) => {
      const expected = await runOperatorCase(reference, item);
      let found = expected;
      const kernels = await kernelsOf(async () => {
        found = await runOperatorCase(tfjs, item);
      });
      for (const kernel of kernels) used.add(kernel);
      const difference = compareCase(expected, found);
      expect(found).not.toBe(expected);
      expect(difference.forward).toBeLessThan(TOLERANCE);
      expect(difference.gradient).toBeLessThan(TOLERANCE);
    },
  );

  it('calls only kernels that the native package has', () => {
    expect([...used].filter((kernel) => !nativeKernels.has(kernel))).toEqual([]);
  });

  it('leaves no tensor behind', () => {
    expect(tensorCount()).toBe(0);
  });

  it('has every operator of every training graph', () => {
    const wanted = new Set(cases.flatMap(({ model }) => model.graph.nodes.map(({ operator }) => operator)));
    expect([...wanted].filter((operator) => !(operator in operators))).toEqual([]);
  });
});

describe('what the executor does not do is said when the graph is loaded', () => {
  const model = (write: (builder: GraphBuilder) => void) => {
    const builder = new GraphBuilder();
    write(builder);
    return writeModel(builder.build('refused'));
  };
  const refusals: readonly (readonly [name: string, model: Uint8Array, data: object])[] = [
    [
      'an operator without implementation',
      model((builder) =>
        builder.output(builder.op('Tan', [builder.input('x', 'float32', [2])], {}, { name: 'bend' }), 'y'),
      ),
      { operator: 'Tan', node: 'bend' },
    ],
    [
      'an attribute',
      model((builder) => {
        const x = builder.input('x', 'float32', [1, 1, 4, 4]);
        const scales = builder.constant(float32([4], [1, 1, 2, 2]));
        builder.output(builder.op('Resize', [x, undefined, scales], { mode: 'cubic' }), 'y');
      }),
      { operator: 'Resize' },
    ],
    [
      'arithmetic in whole numbers',
      model((builder) => {
        const x = builder.input('x', 'int64', [2]);
        builder.output(builder.op('Add', [x, x]), 'y');
      }),
      { operator: 'Add' },
    ],
  ];
  it.each(refusals)('%s', async (_, bytes, data) => {
    await expect(tfjs.load(bytes)).rejects.toMatchObject({ code: 'engine.tfjs-operator', data });
  });

  it.each(cases.filter(({ name }) => refused.has(name)).map((item) => [item.name, item] as const))(
    '%s',
    async (_, { model: graph }) => {
      await expect(tfjs.load(writeModel(graph))).rejects.toMatchObject({ code: 'engine.tfjs-operator' });
    },
  );
});
