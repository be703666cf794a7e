// The mean gradient of the first images of a batch, summed over parts that fit into memory.
import { type Binding, type Program, sharedTensor } from '../engine/executor.ts';
import { elementCount, type TensorOf } from '../onnx/tensor.ts';
import { type GradientGraph, gradientName } from './micro-graphs.ts';
import type { Side, StateTensors, TrainingState } from './state.ts';
import { nextName, type StepPlan, type StepSignature } from './step-graph.ts';
import type { BatchBuffers } from './step-program.ts';

type Floats = TensorOf<'float32'>;

export interface GradientSumOptions {
  readonly program: Program;
  readonly graph: GradientGraph;
  readonly plan: StepPlan;
  readonly state: TrainingState;
  readonly batch: BatchBuffers;
  readonly scalars: ReadonlyMap<string, Floats>;
  /** Images of the batch that count, from the first on, and how many of them at a time. */
  readonly count: number;
  readonly size: number;
  /** Weights to take the gradient at, by name; those of the state when absent. */
  readonly at?: Readonly<Record<string, Floats>>;
  /** Dropout masks that another sum over the same images draws. */
  readonly masks?: ReadonlyMap<string, Floats>;
}

export class GradientSum {
  /** A scalar, `[count,K]`, and per weight. */
  readonly loss = sharedTensor('float32', []);
  readonly logits: Floats;
  readonly gradients: readonly Floats[];
  /** Running statistics after the images, moved once: the mean of what the parts give. */
  readonly statistics: Readonly<Record<string, Floats>>;
  /** Over all the images; each part takes its own rows. */
  readonly masks: ReadonlyMap<string, Floats>;
  readonly masksToDraw: StepSignature['masks'];
  readonly #bindings: readonly [Binding, Binding];
  readonly #parts: number;
  /** What one part reads, with what it is a part of. */
  readonly #slices: readonly { readonly part: Floats; readonly whole: Floats }[];
  /** What one part gives, with the mean it goes into. */
  readonly #means: readonly { readonly part: Floats; readonly mean: Floats }[];
  readonly #partLogits: Floats;

  constructor(options: GradientSumOptions) {
    const { program, graph, plan, state, batch, scalars, count, size, at = {}, masks } = options;
    this.#parts = count / size;
    const rows = (tensor: Floats, length: number) => sharedTensor('float32', [length, ...tensor.shape.slice(1)]);
    const first = state.views(0);
    const [image, target] = [rows(batch.image, size), rows(batch.target, size)];
    this.#partLogits = rows(batch.target, size);
    this.logits = rows(batch.target, count);
    const drawn = graph.masks.map(({ name, shape, ratio }) => {
      // Under the name that a step over all images gives it: it draws the same.
      const whole = {
        name: `${name.slice(0, name.lastIndexOf('/'))}/${count}`,
        shape: [...shape].with(0, ((shape[0] ?? 1) / size) * count),
        ratio,
      };
      const tensor = masks?.get(whole.name) ?? sharedTensor('float32', whole.shape);
      return { ...whole, tensor, input: name, part: sharedTensor('float32', shape) };
    });
    this.masks = new Map(drawn.map(({ name, tensor }) => [name, tensor]));
    this.masksToDraw = drawn.map(({ name, shape, ratio }) => ({ name, shape, ratio }));
    this.#slices = [
      { part: image, whole: batch.image },
      { part: target, whole: batch.target },
      ...drawn.map(({ part, tensor }) => ({ part, whole: tensor })),
    ];
    const loss = sharedTensor('float32', []);
    const partsOf = (shape: readonly number[]) => ({
      part: sharedTensor('float32', shape),
      mean: sharedTensor('float32', shape),
    });
    const gradients = plan.trainable.map((name) => partsOf(flatShape(first[name]?.shape ?? [])));
    const moved = (graph.movesStatistics ? plan.buffers : []).map((name) => ({
      name,
      ...partsOf(first[name]?.shape ?? []),
    }));
    this.gradients = gradients.map(({ mean }) => mean);
    this.statistics = Object.fromEntries(moved.map(({ name, mean }) => [name, mean]));
    this.#means = [{ part: loss, mean: this.loss }, ...gradients, ...moved];
    const bind = (side: Side) =>
      program.bind(
        {
          ...pick(state.views(side), [...plan.trainable, ...plan.buffers]),
          ...at,
          image,
          target,
          ...Object.fromEntries([...scalars].filter(([name]) => graph.scalars.includes(name))),
          ...Object.fromEntries(drawn.map(({ input, part }) => [input, part])),
        },
        {
          loss,
          logits: this.#partLogits,
          ...Object.fromEntries(gradients.map(({ part }, index) => [gradientName('plain', index), part])),
          ...Object.fromEntries(moved.map(({ name, part }) => [nextName(name), part])),
        },
      );
    this.#bindings = [bind(0), bind(1)];
  }

  /** As inputs of the pieces that go on from them. */
  named(prefix: 'plain' | 'perturbed'): Readonly<Record<string, Floats>> {
    return Object.fromEntries(this.gradients.map((gradient, index) => [gradientName(prefix, index), gradient]));
  }

  /** Goes over all images at the state of a side. */
  async take(side: Side): Promise<void> {
    for (const { mean } of this.#means) mean.data.fill(0);
    for (let part = 0; part < this.#parts; part++) {
      for (const { part: own, whole } of this.#slices) {
        own.data.set(whole.data.subarray(part * own.data.length, (part + 1) * own.data.length));
      }
      await this.#bindings[side].run();
      this.logits.data.set(this.#partLogits.data, part * this.#partLogits.data.length);
      for (const { part: own, mean } of this.#means) addShare(mean.data, own.data, 1 / this.#parts);
    }
  }
}

/** As gradients come: in one axis where the last is 1. */
const flatShape = (shape: readonly number[]) => (shape.at(-1) === 1 ? [elementCount(shape)] : shape);

function addShare(sum: Float32Array, values: Float32Array, share: number): void {
  for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) + share * (values[index] ?? 0);
}

/** The named tensors of a side. */
export function pick(views: StateTensors, names: readonly string[]): StateTensors {
  return Object.fromEntries(
    names.map((name) => {
      const tensor = views[name];
      if (!tensor) throw new RangeError(`no state ${name}`);
      return [name, tensor] as const;
    }),
  );
}
