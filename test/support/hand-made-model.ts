// Small models as other tools write them, node by node: for tests of what is found in a network.
import { GraphBuilder, type Value } from '../../main/onnx/builder.ts';
import type { Model } from '../../main/onnx/model.ts';
import { elementCount, float32 } from '../../main/onnx/tensor.ts';
import { writeModel } from '../../main/onnx/write.ts';

export class ModelMaker {
  readonly builder = new GraphBuilder();
  #drawn = 0;

  /** Numbers between −0.5 and 0.5 that differ from weight to weight. */
  weight(name: string, shape: readonly number[]): Value {
    const seed = ++this.#drawn;
    const values = Float32Array.from({ length: elementCount(shape) }, (_, index) => Math.sin(seed + index * 1.7) / 2);
    return this.builder.weight(name, float32(shape, values));
  }

  /** The same number for each colour. */
  perColour(value: number): Value {
    return this.builder.weight('colour', float32([1, 3, 1, 1], [value, value, value]));
  }

  op(operator: string, inputs: readonly Value[], attributes = {}): Value {
    return this.builder.op(operator, inputs, attributes);
  }

  /** 3×3, stride 2, ReLU. */
  conv(x: Value, name: string, width: number, stride = 2): Value {
    const weight = this.weight(name, [width, x.shape[1] ?? 3, 3, 3]);
    const strides = [stride, stride];
    return this.op('Relu', [this.op('Conv', [x, weight], { kernel_shape: [3, 3], strides, pads: [1, 1, 1, 1] })]);
  }

  /** Eight channels at a quarter of the size. */
  map(x: Value): Value {
    return this.conv(this.conv(x, 'first', 6), 'second', 8);
  }

  mean(map: Value): Value {
    return this.op('Flatten', [this.op('GlobalAveragePool', [map])], { axis: 1 });
  }

  linear(x: Value, name: string, width: number): Value {
    const inputs = [x, this.weight(`${name}.weight`, [width, x.shape[1] ?? 1]), this.weight(`${name}.bias`, [width])];
    return this.op('Gemm', inputs, { transB: 1 });
  }

  /** `[N,T,8]`: a token for each of sixteen places, and `extra` ones before them. */
  tokens(x: Value, extra: number): Value {
    const flat = this.op('Reshape', [this.map(x), this.builder.ints([0, 8, -1])]);
    const places = this.op('Transpose', [flat], { perm: [0, 2, 1] });
    const fronts = Array.from({ length: extra }, () => this.op('ReduceMean', [places], { axes: [1], keepdims: 1 }));
    return extra === 0 ? places : this.op('Concat', [...fronts, places], { axis: 1 });
  }
}

export interface HandMade {
  readonly shape?: readonly number[];
  readonly producer?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly make: (maker: ModelMaker, image: Value) => Readonly<Record<string, Value>>;
}

/** The model's file; its batch is free. */
export function handMade({ shape = [3, 16, 16], producer = 'pytorch', metadata = {}, make }: HandMade): Uint8Array {
  const maker = new ModelMaker();
  const image = maker.builder.input('input', 'float32', [1, ...shape]);
  for (const [name, value] of Object.entries(make(maker, image))) maker.builder.output(value, name);
  const model: Model = {
    ...maker.builder.build('hand-made', 'batch'),
    producer,
    metadata: new Map(Object.entries(metadata)),
  };
  return writeModel(model);
}
