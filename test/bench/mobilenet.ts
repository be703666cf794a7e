// MobileNetV2 (Sandler et al. 2018, table 2) as an ONNX model, for measuring depthwise networks.

import { float } from '../../main/onnx/attribute.ts';
import { GraphBuilder, type Value } from '../../main/onnx/builder.ts';
import type { Model } from '../../main/onnx/model.ts';
import { elementCount, float32 } from '../../main/onnx/tensor.ts';
import { random } from '../../shared/domain/random.ts';

/** Expansion, channels, repeats, stride. */
const settings = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

export function buildMobileNet(classes: number, size: number): Model {
  const builder = new GraphBuilder();
  let layers = 0;
  const weight = (shape: readonly number[], deviation: number, mean = 0) => {
    const stream = random(0, 'bench', layers);
    const values = Float32Array.from({ length: elementCount(shape) }, () => mean + stream.gaussian() * deviation);
    return builder.weight(`layer${layers++}`, float32(shape, values));
  };
  const convolution = (
    x: Value,
    width: number,
    kernel: number,
    stride: number,
    group: number,
    activated: boolean,
  ): Value => {
    const channels = (x.shape[1] ?? 1) / group;
    const pad = (kernel - 1) / 2;
    const w = weight([width, channels, kernel, kernel], Math.sqrt(2 / (channels * kernel * kernel)));
    const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad], group };
    const y = builder.op('Conv', [x, w], attributes);
    const statistics = [weight([width], 0, 1), weight([width], 0), weight([width], 0), weight([width], 0, 1)];
    const normalised = builder.op('BatchNormalization', [y, ...statistics], {
      epsilon: float(1e-5),
      momentum: float(0.9),
    });
    return activated ? builder.op('Clip', [normalised, builder.scalar(0), builder.scalar(6)]) : normalised;
  };
  const block = (x: Value, expansion: number, width: number, stride: number): Value => {
    const hidden = (x.shape[1] ?? 1) * expansion;
    const expanded = expansion === 1 ? x : convolution(x, hidden, 1, 1, 1, true);
    const y = convolution(convolution(expanded, hidden, 3, stride, hidden, true), width, 1, 1, 1, false);
    return stride === 1 && x.shape[1] === width ? builder.op('Add', [y, x]) : y;
  };
  let value = convolution(builder.input('image', 'float32', [1, 3, size, size]), 32, 3, 2, 1, true);
  for (const [expansion, width, repeats, stride] of settings) {
    for (let index = 0; index < repeats; index++) value = block(value, expansion, width, index === 0 ? stride : 1);
  }
  value = convolution(value, 1280, 1, 1, 1, true);
  const features = builder.op('Flatten', [builder.op('GlobalAveragePool', [value])], { axis: 1 });
  builder.output(
    builder.op('Gemm', [features, weight([classes, 1280], 0.01), weight([classes], 0)], { transB: 1 }),
    'logits',
  );
  return builder.build('mobilenet_v2', 'batch');
}
