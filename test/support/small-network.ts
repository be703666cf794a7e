// The smallest network with everything a step must get right: convolutions, BatchNormalization, a residual sum, a linear layer.
import { float } from '../../main/onnx/attribute.ts';
import { GraphBuilder, type Value } from '../../main/onnx/builder.ts';
import type { Model } from '../../main/onnx/model.ts';
import { elementCount, float32 } from '../../main/onnx/tensor.ts';
import { type Network, prepareNetwork } from '../../main/train/network.ts';
import { random } from '../../shared/domain/random.ts';

/** Images `[N,3,size,size]`. With `dropout`, a share of the features is dropped before the linear layer. */
export function smallModel(classes: number, size: number, dropout = 0): Model {
  const builder = new GraphBuilder();
  const draw = (name: string, shape: readonly number[], deviation: number) => {
    const stream = random(5, name);
    const data = Float32Array.from({ length: elementCount(shape) }, () => deviation * stream.gaussian());
    return builder.weight(name, float32(shape, data));
  };
  const filled = (name: string, channels: number, value: number) =>
    builder.weight(name, float32([channels], new Float32Array(channels).fill(value)));
  const block = (x: Value, name: string, stride: number) => {
    const channels = x.shape[1] ?? 3;
    const weight = draw(`${name}.weight`, [8, channels, 3, 3], 0.3);
    const attributes = { kernel_shape: [3, 3], strides: [stride, stride], pads: [1, 1, 1, 1] };
    const convolved = builder.op('Conv', [x, weight], attributes, { name });
    const statistics = [
      filled(`${name}.scale`, 8, 1),
      filled(`${name}.bias`, 8, 0),
      filled(`${name}.running_mean`, 8, 0),
      filled(`${name}.running_var`, 8, 1),
    ];
    const settings = { epsilon: float(1e-5), momentum: float(0.9) };
    return builder.op('BatchNormalization', [convolved, ...statistics], settings, { name: `${name}.norm` });
  };
  const image = builder.input('image', 'float32', [1, 3, size, size]);
  const stem = builder.op('Relu', [block(image, 'stem', 2)]);
  const residual = builder.op('Relu', [builder.op('Add', [block(stem, 'inner', 1), stem])]);
  const features = builder.op('Flatten', [builder.op('GlobalAveragePool', [residual])], { axis: 1 });
  const ratio = builder.constant(float32([], [dropout]));
  const training = builder.constant({ type: 'bool', shape: [], data: Uint8Array.of(1) });
  const kept = dropout > 0 ? builder.op('Dropout', [features, ratio, training], {}, { name: 'drop' }) : features;
  const weight = draw('classifier.weight', [classes, 8], 0.5);
  const bias = draw('classifier.bias', [classes], 0.1);
  builder.output(builder.op('Gemm', [kept, weight, bias], { transB: 1 }, { name: 'classifier' }), 'logits');
  return builder.build('small', 'batch');
}

export function smallNetwork(classes: number, size: number, dropout = 0): Network {
  return prepareNetwork(smallModel(classes, size, dropout), [3, size, size]);
}
