// Small networks that between them use every operator the cpu-fast lowering has rules for, and reasons to fall back.
import { GraphBuilder, type Value } from '../../main/onnx/builder.ts';
import type { Model } from '../../main/onnx/model.ts';
import { elementCount, float32 } from '../../main/onnx/tensor.ts';
import { random } from '../../shared/domain/random.ts';

interface ConvolutionOptions {
  readonly stride?: number;
  readonly group?: number;
  readonly dilation?: number;
  readonly pad?: number;
  readonly bias?: boolean;
}

/** Writes layers with freshly drawn weights. */
class Layers {
  readonly builder = new GraphBuilder();
  #count = 0;

  convolution(x: Value, outputs: number, kernel: number, options: ConvolutionOptions = {}): Value {
    const { stride = 1, group = 1, dilation = 1, bias = false } = options;
    const pad = options.pad ?? dilation * Math.floor(kernel / 2);
    const channels = (x.shape[1] ?? 1) / group;
    const limit = Math.sqrt(3 / (channels * kernel * kernel));
    const w = this.#weight('weight', [outputs, channels, kernel, kernel], -limit, limit);
    return this.builder.op('Conv', bias ? [x, w, this.#weight('bias', [outputs], -0.5, 0.5)] : [x, w], {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      dilations: [dilation, dilation],
      pads: [pad, pad, pad, pad],
      group,
    });
  }

  norm(x: Value): Value {
    const channels = [x.shape[1] ?? 1];
    const ranges = [
      ['scale', 0.5, 1.5],
      ['offset', -0.3, 0.3],
      ['mean', -0.3, 0.3],
      ['variance', 0.5, 1.5],
    ] as const;
    const parameters = ranges.map(([name, low, high]) => this.#weight(name, channels, low, high));
    return this.builder.op('BatchNormalization', [x, ...parameters]);
  }

  relu(x: Value): Value {
    return this.builder.op('Relu', [x]);
  }

  relu6(x: Value): Value {
    return this.builder.op('Clip', [x, this.builder.scalar(0), this.builder.scalar(6)]);
  }

  add(a: Value, b: Value): Value {
    return this.builder.op('Add', [a, b]);
  }

  maxPool(x: Value, kernel: number, stride: number, pad: number): Value {
    return this.builder.op('MaxPool', [x], {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
    });
  }

  classifier(x: Value): Model {
    const features = this.builder.op('Flatten', [this.builder.op('GlobalAveragePool', [x])]);
    const w = this.#weight('classifier', [3, features.shape[1] ?? 1], -0.3, 0.3);
    const logits = this.builder.op('Gemm', [features, w, this.#weight('offset', [3], -0.1, 0.1)], { transB: 1 });
    this.builder.output(logits, 'logits');
    return this.builder.build('network', 'batch');
  }

  #weight(name: string, shape: readonly number[], low: number, high: number): Value {
    const unique = `${name}${this.#count++}`;
    const stream = random(3, unique);
    const data = Float32Array.from({ length: elementCount(shape) }, () => stream.between(low, high));
    return this.builder.weight(unique, float32(shape, data));
  }
}

type Network = (size: number) => Model;

/** 7×7 stem, max pool, widths 16/32/48, both kinds of shortcut, the addition written either way round. */
const resnet: Network = (size) => {
  const net = new Layers();
  const image = net.builder.input('image', 'float32', [1, 3, size, size]);
  let x = net.relu(net.norm(net.convolution(image, 16, 7, { stride: 2 })));
  x = net.maxPool(x, 3, 2, 1);
  for (const [width, stride] of [
    [16, 1],
    [32, 2],
    [48, 2],
  ] as const) {
    const inner = net.relu(net.norm(net.convolution(x, width, 3, { stride })));
    const outer = net.norm(net.convolution(inner, width, 3));
    const shortcut = stride === 1 ? x : net.norm(net.convolution(x, width, 1, { stride }));
    x = net.relu(stride === 1 ? net.add(shortcut, outer) : net.add(outer, shortcut));
  }
  return net.classifier(x);
};

/** Inverted residuals with ReLU6; 24 channels are no whole blocks of 16. */
const mobilenet: Network = (size) => {
  const net = new Layers();
  const image = net.builder.input('image', 'float32', [1, 1, size, size]);
  let x = net.relu6(net.norm(net.convolution(image, 16, 3, { stride: 2 })));
  for (const [width, stride, kernel] of [
    [16, 1, 3],
    [24, 2, 3],
    [24, 1, 5],
    [32, 2, 3],
    [32, 1, 3],
  ] as const) {
    const channels = x.shape[1] ?? 1;
    const expanded = net.relu6(net.norm(net.convolution(x, channels * 2, 1)));
    const filtered = net.convolution(expanded, channels * 2, kernel, { stride, group: channels * 2 });
    const projected = net.norm(net.convolution(net.relu6(net.norm(filtered)), width, 1));
    x = stride === 1 && channels === width ? net.add(x, projected) : projected;
  }
  return net.classifier(x);
};

/** Normalisation before convolution, concatenation, dilation, bias, even kernels, squeeze-and-excitation, grouped convolution. */
const assorted: Network = (size) => {
  const net = new Layers();
  const { builder } = net;
  const image = builder.input('image', 'float32', [1, 3, size, size]);
  const stem = net.relu(net.convolution(image, 16, 4, { stride: 2, pad: 1, bias: true }));
  const grown = net.convolution(net.relu(net.norm(stem)), 16, 3, { dilation: 2 });
  const joined = builder.op('Concat', [stem, grown], { axis: 1 });
  let x = net.relu(net.norm(net.convolution(joined, 32, 5, { stride: 3, pad: 1 })));
  const squeezed = builder.op('GlobalAveragePool', [x]);
  const gate = builder.op('Sigmoid', [net.convolution(squeezed, 32, 1, { bias: true })]);
  x = builder.op('Mul', [x, gate]);
  x = net.norm(net.convolution(x, 32, 3, { group: 4, bias: true }));
  x = builder.op('HardSwish', [net.norm(net.convolution(x, 64, 2, { stride: 2, pad: 0, bias: true }))]);
  return net.classifier(net.norm(net.convolution(x, 64, 1)));
};

export const blockNetworks: Readonly<Record<string, Network>> = { resnet, mobilenet, assorted };
