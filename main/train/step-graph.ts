// One training step as one ONNX graph: (weights, optimizer state, buffers, batch, scalars) → the same, one step on.
import { type ForwardEffects, type ForwardMode, judging, type Lowering, mannerOf } from '../autodiff/rule.ts';
import { reshape, toFloat } from '../autodiff/rules/common.ts';
import { backpropagate, forward } from '../autodiff/walk.ts';
import { GraphBuilder, type Value } from '../onnx/builder.ts';
import type { Model } from '../onnx/model.ts';
import type { StaticGraph } from '../onnx/specialise.ts';
import { elementCount } from '../onnx/tensor.ts';
import { type AscentKind, clip, combine, globalNorm, perturb } from '../optim/ascent.ts';
import type { BaseOptimizer, StepScalars } from '../optim/base-optimizer.ts';
import { type DividedGraph, divide } from './divide.ts';
import { crossEntropy, type Loss } from './loss.ts';

/** base: one gradient. thorough: ascent and second pass on the whole batch. efficient: ascent from the first images only. */
export type StepKind = 'base' | 'thorough' | 'efficient';

export interface StepPlan {
  readonly kind: StepKind;
  readonly ascent: AscentKind;
  readonly optimizer: BaseOptimizer;
  /** Names of the weights that are trained; the others are constants of the graph. */
  readonly trainable: readonly string[];
  /** Names of the BatchNormalization statistics that are moved. */
  readonly buffers: readonly string[];
  /** Factor of the learning rate by weight; 1 where absent. */
  readonly rates: ReadonlyMap<string, number>;
  readonly clipGradients: boolean;
  /** Keeps a moving average of the weights. */
  readonly averageWeights: boolean;
  /** Measures `statistics`, a number that is finite as long as the running statistics are, for states that stay on a device. */
  readonly watchStatistics?: boolean;
  readonly mode: ForwardMode;
  readonly lowering: Lowering;
}

export interface NamedShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Inputs and outputs of a step graph. Every state tensor `x` comes back as `next/x`. */
export interface StepSignature {
  readonly state: readonly NamedShape[];
  readonly scalars: readonly string[];
  readonly masks: readonly (NamedShape & { readonly ratio: number })[];
  /** Scalar outputs. */
  readonly measurements: readonly string[];
}

export interface StepGraph {
  readonly model: Model;
  readonly signature: StepSignature;
}

export const slotName = (slot: string, weight: string) => `${slot}/${weight}`;
export const averageName = (weight: string) => `average/${weight}`;
export const nextName = (name: string) => `next/${name}`;

/**
 * Builds the step for a batch of `full.input.shape[0]` images. What no trained weight influences is computed once, as a
 * finished network does, and never gone back over. `part` is the same network at the sub-batch size; only the
 * efficient step uses it. Inputs: `image` `[N,C,H,W]`, `target` `[N,K]`, the state, the scalars. Outputs besides the state:
 * `loss` (at the weights before the step; of the sub-batch in the efficient step), `perturbedLoss` (of the batch), `gradientNorm`,
 * `updateNorm`, `logits` `[N,K]`, and `statistics` where they are watched.
 */
export function buildStepGraph(full: StaticGraph, part: StaticGraph | undefined, plan: StepPlan): StepGraph {
  const step = new StepBuilder(full, plan);
  const direction = descentDirection(step, divide(full, plan.trainable), part && divide(part, plan.trainable));
  updateState(step, direction);
  return step.finish();
}

/** The base optimizer's step along a direction, measured by `updateNorm`. */
export function updateState(step: StepBuilder, direction: readonly Value[]): void {
  const { builder, plan } = step;
  const scalar = (name: string) => step.scalar(name);
  const optimizerScalars: StepScalars = {
    learningRate: scalar('learningRate'),
    weightDecay: scalar('weightDecay'),
    ...(plan.optimizer.usesCorrections
      ? { firstCorrection: scalar('firstCorrection'), secondCorrection: scalar('secondCorrection') }
      : {}),
  };
  const norm =
    plan.kind === 'thorough' || plan.kind === 'efficient'
      ? globalNorm(builder, direction)
      : step.gradientNorm(direction);
  step.measure('updateNorm', norm);
  const clipped = plan.clipGradients ? clip(builder, direction, norm, scalar('clipNorm')) : direction;
  step.update(clipped, optimizerScalars);
  if (plan.watchStatistics) step.watchStatistics();
}

/** The gradient that goes to the base optimizer. */
function descentDirection(step: StepBuilder, full: DividedGraph, part: DividedGraph | undefined): readonly Value[] {
  const { builder, plan } = step;
  const { weights, image, target } = step;
  const features = step.features(full, image);
  if (plan.kind === 'base') {
    const pass = step.pass(full, weights, features, target, true);
    step.measure('loss', pass.loss.mean);
    step.measure('logits', pass.logits);
    step.measure('gradientNorm', step.gradientNorm(pass.gradients));
    return pass.gradients;
  }
  if (plan.kind === 'thorough') {
    const first = step.pass(full, weights, features, target, true);
    const norm = step.gradientNorm(first.gradients);
    const perturbed = step.perturbed(first.gradients, norm);
    const second = step.pass(full, perturbed, features, target, false);
    step.measure('loss', first.loss.mean);
    step.measure('perturbedLoss', second.loss.mean);
    step.measure('logits', first.logits);
    step.measure('gradientNorm', norm);
    return combine(builder, first.gradients, second.gradients, step.scalar('lambda'));
  }
  if (!part) throw new RangeError('the efficient step needs the network at its sub-batch size');
  const images = part.trained.input.shape[0] ?? 1;
  const head = (value: Value) =>
    builder.op('Slice', [value, builder.ints([0]), builder.ints([images]), builder.ints([0])]);
  const first = step.pass(part, weights, step.features(part, head(image)), head(target), false);
  const norm = step.gradientNorm(first.gradients);
  const perturbed = step.perturbed(first.gradients, norm);
  const second = step.pass(full, perturbed, features, target, true);
  step.measure('loss', first.loss.mean);
  step.measure('perturbedLoss', second.loss.mean);
  step.measure('logits', second.logits);
  step.measure('gradientNorm', norm);
  return second.gradients;
}

interface Pass {
  readonly loss: Loss;
  readonly logits: Value;
  /** In the order of the plan's trainable weights, {@link flat}. */
  readonly gradients: readonly Value[];
}

/** Collects the inputs, outputs and state changes of one step graph. */
export class StepBuilder {
  readonly builder: GraphBuilder;
  readonly plan: StepPlan;
  readonly weights: readonly Value[];
  readonly #full: StaticGraph;
  #image: Value | undefined;
  #target: Value | undefined;
  readonly #state = new Map<string, Value>();
  readonly #next = new Map<string, Value>();
  readonly #scalars = new Map<string, Value>();
  readonly #masks = new Map<string, { readonly value: Value; readonly ratio: number }>();
  readonly #measurements = new Map<string, Value>();

  constructor(full: StaticGraph, plan: StepPlan) {
    this.#full = full;
    this.plan = plan;
    this.builder = new GraphBuilder(mannerOf(plan.lowering));
    this.weights = plan.trainable.map((name) => this.#addState(name, this.shapeOf(name)));
    for (const name of plan.buffers) this.#addState(name, this.shapeOf(name));
  }

  /** `[N,C,H,W]`; an input of the graph once it is asked for. */
  get image(): Value {
    this.#image ??= this.builder.input('image', 'float32', this.#full.input.shape);
    return this.#image;
  }

  /** `[N,K]` */
  get target(): Value {
    this.#target ??= this.builder.input('target', 'float32', this.#full.outputs[0]?.shape.slice(0, 2) ?? []);
    return this.#target;
  }

  scalar(name: string): Value {
    const known = this.#scalars.get(name);
    if (known) return known;
    const value = this.builder.input(name, 'float32', []);
    this.#scalars.set(name, value);
    return value;
  }

  measure(name: string, value: Value): void {
    this.#measurements.set(name, value);
  }

  gradientNorm(gradients: readonly Value[]): Value {
    return globalNorm(this.builder, gradients);
  }

  /** What the frozen part makes of images, by name: the same in every pass of a step. */
  features({ frozen, features }: DividedGraph, image: Value): ReadonlyMap<string, Value> {
    if (!frozen) return new Map(features.map(({ name }) => [name, image]));
    const bindings = new Map([[frozen.input.name, image]]);
    const tape = forward(frozen, this.builder, bindings, this.plan.lowering, judging.mode, judging.effects);
    return new Map(features.flatMap(({ name }, index) => (tape.outputs[index] ? [[name, tape.outputs[index]]] : [])));
  }

  /** One forward and backward pass of the trained part at the given weights. */
  pass(
    { trained }: DividedGraph,
    weights: readonly Value[],
    features: ReadonlyMap<string, Value>,
    target: Value,
    updatesBuffers: boolean,
  ): Pass {
    const bindings = new Map(features);
    this.plan.trainable.forEach((name, index) => {
      const weight = weights[index];
      if (weight) bindings.set(name, weight);
    });
    for (const name of this.plan.buffers) bindings.set(name, this.#stateOf(name));
    const mode = updatesBuffers ? this.plan.mode : { ...this.plan.mode, updatesStatistics: false };
    const tape = forward(trained, this.builder, bindings, this.plan.lowering, mode, this.#effects());
    const [output] = tape.outputs;
    if (!output) throw new RangeError('the network has no output');
    const logits = output.type === 'float32' ? output : toFloat(this.builder, output);
    const loss = crossEntropy(this.builder, logits, target);
    const found = backpropagate(this.builder, tape, output, this.#scaled(loss.logitsGradient), weights);
    const gradients = weights.map((weight) => {
      const gradient = found.get(weight.name);
      return gradient ? this.#unscaled(flat(this.builder, gradient)) : flat(this.builder, this.#zeros(weight));
    });
    return { loss, logits, gradients };
  }

  /** In mixed precision the way back is taken for a multiple of the loss, so that gradients do not vanish in float16 … */
  #scaled(gradient: Value): Value {
    return this.plan.lowering.mixed ? this.builder.op('Mul', [gradient, this.scalar('lossScale')]) : gradient;
  }

  /** … and what comes of it is divided again in float32: norms, ascents and updates are those of the loss itself. */
  #unscaled(gradient: Value): Value {
    if (!this.plan.lowering.mixed) return gradient;
    const share = this.builder.op('Reciprocal', [this.scalar('lossScale')]);
    return this.builder.op('Mul', [gradient, share]);
  }

  /** Sizes of the gradients that {@link pass} gives. */
  get flatShapes(): readonly (readonly number[])[] {
    return this.weights.map(({ shape }) => (shape.at(-1) === 1 ? [elementCount(shape)] : shape));
  }

  /** A state tensor after the step so far. */
  nextOf(name: string): Value {
    return this.#next.get(name) ?? this.#stateOf(name);
  }

  setNext(name: string, value: Value): void {
    this.#next.set(name, value);
  }

  /** Names of the scalars asked for so far. */
  get scalars(): readonly string[] {
    return [...this.#scalars.keys()];
  }

  get masks(): StepSignature['masks'] {
    return Array.from(this.#masks, ([name, { value, ratio }]) => ({ name, shape: value.shape, ratio }));
  }

  /** The weights at the end of the ascent step along the gradients of a pass. */
  perturbed(gradients: readonly Value[], norm: Value): readonly Value[] {
    const { builder, plan, weights } = this;
    const start = weights.map((weight) => flat(builder, weight));
    const moved = perturb(builder, plan.ascent, start, gradients, this.scalar('radius'), norm);
    return moved.map((value, index) => reshape(builder, value, weights[index]?.shape ?? []));
  }

  /** Applies the base optimizer to every weight, and the moving average if there is one. */
  update(gradients: readonly Value[], scalars: StepScalars): void {
    const { builder, plan } = this;
    plan.trainable.forEach((name, index) => {
      const [weight, gradient] = [this.weights[index], gradients[index]];
      if (!weight || !gradient) return;
      const slotNames = plan.optimizer.slots.map((slot) => slotName(slot, name));
      const slots = slotNames.map((slot) => this.#addState(slot, weight.shape));
      const state = { weight: flat(builder, weight), slots: slots.map((slot) => flat(builder, slot)) };
      const rate = plan.rates.get(name) ?? 1;
      const learningRate =
        rate === 1 ? scalars.learningRate : builder.op('Mul', [scalars.learningRate, builder.scalar(rate)]);
      const next = plan.optimizer.update(builder, state, gradient, { ...scalars, learningRate });
      const nextWeight = reshape(builder, next.weight, weight.shape);
      this.#next.set(name, nextWeight);
      slotNames.forEach((slot, position) => {
        const value = next.slots[position];
        if (value) this.#next.set(slot, reshape(builder, value, weight.shape));
      });
      if (plan.averageWeights) this.#average(name, nextWeight);
    });
  }

  /** Sum of the running statistics' absolute values after the step. */
  watchStatistics(): void {
    const { builder, plan } = this;
    const sizes = plan.buffers.map((name) => {
      return builder.op('ReduceSum', [builder.op('Abs', [this.nextOf(name)])], { keepdims: 0 });
    });
    this.measure(
      'statistics',
      sizes.reduce((sum, size) => builder.op('Add', [sum, size]), builder.scalar(0)),
    );
  }

  finish(): StepGraph {
    for (const [name] of this.#state) this.builder.output(this.nextOf(name), nextName(name));
    for (const [name, value] of this.#measurements) this.builder.output(value, name);
    return {
      model: this.builder.build('training_step'),
      signature: {
        state: Array.from(this.#state, ([name, { shape }]) => ({ name, shape })),
        scalars: this.scalars,
        masks: this.masks,
        measurements: [...this.#measurements.keys()],
      },
    };
  }

  #average(name: string, weight: Value): void {
    const average = this.#addState(averageName(name), weight.shape);
    const keep = this.scalar('averageDecay');
    const { builder } = this;
    const fresh = builder.op('Mul', [
      builder.op('Sub', [weight, average]),
      builder.op('Sub', [builder.scalar(1), keep]),
    ]);
    this.#next.set(averageName(name), builder.op('Add', [average, fresh]));
  }

  #effects(): ForwardEffects {
    return {
      updateBuffer: (buffer, next) => this.#next.set(buffer.name, next),
      dropoutMask: (node, shape, ratio) => {
        const name = `mask/${node.name}/${shape[0] ?? 1}`;
        const known = this.#masks.get(name);
        if (known) return known.value;
        const value = this.builder.input(name, 'float32', shape);
        this.#masks.set(name, { value, ratio });
        return value;
      },
    };
  }

  #addState(name: string, shape: readonly number[]): Value {
    const value = this.builder.input(name, 'float32', shape);
    this.#state.set(name, value);
    return value;
  }

  #stateOf(name: string): Value {
    const value = this.#state.get(name);
    if (!value) throw new RangeError(`no state ${name}`);
    return value;
  }

  shapeOf(name: string): readonly number[] {
    const weight = this.#full.weights.get(name);
    if (!weight) throw new RangeError(`the network has no weight ${name}`);
    return weight.tensor.shape;
  }

  /** A weight the loss does not depend on has gradient zero. */
  #zeros(weight: Value): Value {
    return this.builder.op('Mul', [weight, this.builder.scalar(0)]);
  }
}

/** In one axis where the last is 1: ONNX Runtime multiplies `[O,C,1,1]` by a scalar one element at a time. */
function flat(builder: GraphBuilder, value: Value): Value {
  return value.shape.at(-1) === 1 ? reshape(builder, value, [elementCount(value.shape)]) : value;
}
