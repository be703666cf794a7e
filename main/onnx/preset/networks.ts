// The preset networks: residual networks of three sizes, as ordinary ONNX models with freshly drawn weights.
import { type Random, random } from '../../../shared/domain/random.ts';
import { float } from '../attribute.ts';
import { GraphBuilder, type Value } from '../builder.ts';
import type { Model } from '../model.ts';
import { elementCount, float32 } from '../tensor.ts';
import { classifierNames, freshClassifier } from './classifier.ts';

export type PresetName = 'tiny' | 'small' | 'base';

/** Channels and number of residual blocks of each stage; every stage but the first halves the image. */
interface Stages {
  readonly widths: readonly number[];
  readonly blocks: readonly number[];
}

export const presets: Readonly<Record<PresetName, Stages>> = {
  tiny: { widths: [16, 32, 64], blocks: [1, 1, 1] },
  small: { widths: [32, 64, 128, 256], blocks: [1, 1, 1, 1] },
  base: { widths: [64, 128, 256, 512], blocks: [2, 2, 2, 2] },
};

/**
 * A preset network for `classes` classes and images `[N,3,size,size]`: 3×3 stride-2 stem, stages of basic residual blocks
 * (He et al. 2016, figure 2) with 1×1 shortcuts where the shape changes, global average pool, linear layer.
 * Input `image`, output `logits` `[N,classes]`. The weights depend on `seed` alone.
 */
export function buildPreset(name: PresetName, classes: number, size: number, seed: number): Model {
  const network = new NetworkBuilder(seed);
  const { widths, blocks } = presets[name];
  const [stem = 16] = widths;
  let value = network.builder.input('image', 'float32', [1, 3, size, size]);
  value = network.relu(network.normalised(value, 'stem', stem, 3, 2));
  for (const [stage, width] of widths.entries()) {
    for (let block = 0; block < (blocks[stage] ?? 1); block++) {
      value = network.residual(value, `stage${stage + 1}.${block}`, width, stage > 0 && block === 0 ? 2 : 1);
    }
  }
  network.builder.output(network.classifier(value, classes), 'logits');
  return network.builder.build(name, 'batch');
}

class NetworkBuilder {
  readonly builder = new GraphBuilder();
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  relu(x: Value): Value {
    return this.builder.op('Relu', [x]);
  }

  residual(x: Value, name: string, width: number, stride: number): Value {
    const inner = this.relu(this.normalised(x, `${name}.conv1`, width, 3, stride));
    const residual = this.normalised(inner, `${name}.conv2`, width, 3, 1);
    const changes = stride !== 1 || x.shape[1] !== width;
    const shortcut = changes ? this.normalised(x, `${name}.shortcut`, width, 1, stride) : x;
    return this.relu(this.builder.op('Add', [residual, shortcut]));
  }

  /** Convolution without bias, then BatchNormalization. */
  normalised(x: Value, name: string, width: number, kernel: number, stride: number): Value {
    const channels = x.shape[1] ?? 1;
    const weight = this.#weight(`${name}.weight`, [width, channels, kernel, kernel], heNormal(width * kernel * kernel));
    const pad = Math.floor(kernel / 2);
    const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad] };
    const y = this.builder.op('Conv', [x, weight], attributes, { name });
    const statistics = [1, 0, 0, 1].map((fill, index) =>
      this.#weight(`${name}.norm.${['weight', 'bias', 'running_mean', 'running_var'][index]}`, [width], () => fill),
    );
    return this.builder.op(
      'BatchNormalization',
      [y, ...statistics],
      { epsilon: float(1e-5), momentum: float(0.9) },
      { name: `${name}.norm` },
    );
  }

  classifier(x: Value, classes: number): Value {
    const features = this.builder.op('Flatten', [this.builder.op('GlobalAveragePool', [x])], { axis: 1 });
    const fresh = freshClassifier(classes, features.shape[1] ?? 1, this.#seed);
    const weight = this.builder.weight(classifierNames.weight, fresh.weight);
    const bias = this.builder.weight(classifierNames.bias, fresh.bias);
    return this.builder.op('Gemm', [features, weight, bias], { transB: 1 }, { name: 'classifier' });
  }

  #weight(name: string, shape: readonly number[], draw: (stream: Random) => number): Value {
    const stream = random(this.#seed, 'weights', name);
    return this.builder.weight(
      name,
      float32(
        shape,
        Float32Array.from({ length: elementCount(shape) }, () => draw(stream)),
      ),
    );
  }
}

/** He initialisation (He et al. 2015, eq. 14, backward form): normal with variance 2/fan-out. */
function heNormal(fanOut: number): (stream: Random) => number {
  const deviation = Math.sqrt(2 / fanOut);
  return (stream) => stream.gaussian() * deviation;
}
