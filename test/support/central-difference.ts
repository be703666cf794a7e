// Checks a differentiation rule: builds a small forward graph, differentiates it, runs both on ONNX Runtime and compares the
// gradients with central differences. How cases are written: test/unit/autodiff/rules/gradients.test.ts.
import { type ForwardMode, type Lowering, mannerOf } from '../../main/autodiff/rule.ts';
import { backpropagate, forward } from '../../main/autodiff/walk.ts';
import { GraphBuilder, type Value } from '../../main/onnx/builder.ts';
import { qualifiedName } from '../../main/onnx/infer/index.ts';
import type { StaticGraph } from '../../main/onnx/specialise.ts';
import { elementCount, float32 } from '../../main/onnx/tensor.ts';
import { type Random, random } from '../../shared/domain/random.ts';
import { type Feed, openSession, type Session } from './ort-session.ts';

/** An input to differentiate by: its shape and how its values are drawn. */
export interface Sample {
  readonly shape: readonly number[];
  readonly draw: (random: Random, count: number) => number[];
}

export interface GradientCase {
  readonly name: string;
  readonly inputs: readonly Sample[];
  /** Writes the forward graph; everything in it that is not an input is a constant. */
  readonly build: (builder: GraphBuilder, ...inputs: readonly Value[]) => Value;
  /** Batch normalisation and dropout off unless told. */
  readonly mode?: Partial<ForwardMode>;
  /** Where the training graph does not compute what the forward graph does (dropout, batch statistics). */
  readonly differsFromForward?: boolean;
}

export interface GradientErrors {
  /** Largest |gradient − difference|, relative to the largest gradient of that input (at least 1). */
  readonly gradient: number;
  /** Largest |difference| between the gradient of one input alone and the one computed with all. */
  readonly alone: number;
  /** Largest |difference| between the training graph's output and the forward graph's. */
  readonly forward: number;
}

/** Values at least `margin` from every kink; the widest stencil reaches 2·STEP. */
const MARGIN = 0.1;
const STEP = 2 ** -6;

/** Uniform values, not near a kink. */
export function uniform(shape: readonly number[], low = -1.5, high = 1.5, kinks: readonly number[] = []): Sample {
  const draw = (source: Random): number => {
    const value = source.between(low, high);
    return kinks.some((kink) => Math.abs(value - kink) < MARGIN) ? draw(source) : value;
  };
  return { shape, draw: (source, count) => Array.from({ length: count }, () => draw(source)) };
}

/** Values no two of which are near each other; samples with different `offset`s (multiples of 0.1) are apart too. */
export function distinct(shape: readonly number[], offset = 0): Sample {
  return {
    shape,
    draw: (source, count) => {
      const order = Int32Array.from({ length: count }, (_, index) => index);
      source.shuffle(order);
      return Array.from(order, (rank) => 0.3 * (rank - count / 2) + offset + 0.05);
    },
  };
}

/** A constant of fixed pseudo-random values. */
export function randomConstant(builder: GraphBuilder, shape: readonly number[], low = -1, high = 1): Value {
  const source = random(7, shape.join());
  return builder.constant(
    float32(
      shape,
      Array.from({ length: elementCount(shape) }, () => source.between(low, high)),
    ),
  );
}

/** Measures a case. @throws where a gradient has another shape than its input */
export async function checkGradient(gradientCase: GradientCase, lowering: Lowering): Promise<GradientErrors> {
  const { name, inputs: samples, differsFromForward } = gradientCase;
  const source = random(1, name);
  const feeds = drawFeeds(samples, source);
  const original = forwardGraph(gradientCase);
  const functional = Float32Array.from({ length: elementCount(original.output.shape) }, () => source.between(-1, 1));
  const models = differentiate(original, functional, lowering, gradientCase.mode);
  const session = await openSession(models.forward, feeds);
  const numeric = await differences(session, feeds, functional);
  const emitted = read(await session.run(), 'y').data;
  await session.close();
  const analytic = await runOnce(models.backward, feeds);
  const reference = differsFromForward ? emitted : read(await runOnce(original.builder.build(name), feeds), 'y').data;
  let [gradient, alone] = [0, 0];
  samples.forEach(({ shape }, index) => {
    const [expected, together] = [numeric[index], read(analytic, `d${index}`)];
    if (!expected || `${together.shape}` !== `${shape}`) throw new Error(`gradient ${index} is [${together.shape}]`);
    const scale = Math.max(1, largest(expected));
    gradient = Math.max(gradient, distance(together.data, expected) / scale);
    alone = Math.max(alone, distance(together.data, read(analytic, `alone${index}`).data) / scale);
  });
  return { gradient, alone, forward: distance(emitted, reference) };
}

/** A case as a training graph: inputs `x<i>` with their values, outputs `y` and the gradients `d<i>` of a fixed functional of it. */
export function trainingGraph(gradientCase: GradientCase, lowering: Lowering) {
  const source = random(1, gradientCase.name);
  const feeds = drawFeeds(gradientCase.inputs, source);
  const original = forwardGraph(gradientCase);
  const functional = Float32Array.from({ length: elementCount(original.output.shape) }, () => source.between(-1, 1));
  return { feeds, model: differentiate(original, functional, lowering, gradientCase.mode, false).backward };
}

/** Gradients of the sum of the output by each input. */
export async function gradientsOfSum(gradientCase: GradientCase, lowering: Lowering): Promise<readonly number[][]> {
  const original = forwardGraph(gradientCase);
  const ones = new Float32Array(elementCount(original.output.shape)).fill(1);
  const { backward } = differentiate(original, ones, lowering, gradientCase.mode);
  const results = await runOnce(backward, drawFeeds(gradientCase.inputs, random(1)));
  return gradientCase.inputs.map((_, index) => Array.from(read(results, `d${index}`).data));
}

function drawFeeds(samples: readonly Sample[], source: Random): ReadonlyMap<string, Feed> {
  return new Map(
    samples.map(({ shape, draw }, index): [string, Feed] => [
      `x${index}`,
      { shape, data: Float32Array.from(draw(source, elementCount(shape))) },
    ]),
  );
}

/** Operators of a case's forward graph. */
export function operatorsOf(gradientCase: GradientCase): readonly string[] {
  return forwardGraph(gradientCase).builder.nodes.map(qualifiedName);
}

interface ForwardGraph {
  readonly builder: GraphBuilder;
  readonly inputs: readonly Value[];
  readonly output: Value;
}

function forwardGraph({ inputs: samples, build }: GradientCase): ForwardGraph {
  const builder = new GraphBuilder();
  const inputs = samples.map(({ shape }, index) => builder.input(`x${index}`, 'float32', shape));
  const output = build(builder, ...inputs);
  builder.output(output, 'y');
  return { builder, inputs, output };
}

/** The forward pass as the rules emit it, and the same with gradients `d<i>` and, where asked, each computed by itself, `alone<i>`. */
function differentiate(
  { builder: original, inputs, output: originalOutput }: ForwardGraph,
  functional: Float32Array,
  lowering: Lowering,
  mode: Partial<ForwardMode> = {},
  alone = true,
) {
  const graph: StaticGraph = {
    nodes: original.nodes,
    input: inputs[0] ?? originalOutput,
    outputs: [originalOutput],
    weights: new Map(),
    constantOf: (value) => original.constantOf(value),
  };
  const builder = new GraphBuilder(mannerOf(lowering));
  const variables = inputs.map(({ name, type, shape }) => builder.input(name, type, shape));
  const bindings = new Map(variables.map((variable) => [variable.name, variable]));
  const tape = forward(
    graph,
    builder,
    bindings,
    lowering,
    { batchNorm: 'frozen', updatesStatistics: false, dropout: false, ...mode },
    {
      updateBuffer: () => undefined,
      dropoutMask: (_, shape, ratio) => {
        const kept = randomConstant(builder, shape, -ratio, 1 - ratio);
        const mask = builder.op('Cast', [builder.op('Greater', [kept, builder.scalar(0)])], { to: 1 });
        return builder.op('Mul', [mask, builder.scalar(1 / (1 - ratio))]);
      },
    },
  );
  const [output] = tape.outputs;
  if (!output) throw new Error('no output');
  builder.output(output, 'y');
  const forwardModel = builder.build('forward');
  const seed = builder.constant(float32(output.shape, functional));
  const emitGradients = (targets: readonly Value[], prefix: string) => {
    const gradients = backpropagate(builder, tape, output, seed, targets);
    for (const target of targets) {
      const zero = builder.constant(float32(target.shape, new Float32Array(elementCount(target.shape))));
      builder.output(gradients.get(target.name) ?? zero, `${prefix}${variables.indexOf(target)}`);
    }
  };
  emitGradients(variables, 'd');
  if (alone) for (const variable of variables) emitGradients([variable], 'alone');
  return { forward: forwardModel, backward: builder.build('backward') };
}

/** Fourth-order central differences of `functional·y` by every element of every input. */
async function differences(
  session: Session,
  feeds: ReadonlyMap<string, Feed>,
  functional: Float32Array,
): Promise<readonly Float64Array[]> {
  const gradients: Float64Array[] = [];
  for (const { data } of feeds.values()) {
    const gradient = new Float64Array(data.length);
    for (let index = 0; index < data.length; index++) {
      const centre = data[index] ?? 0;
      const at = async (offset: number) => {
        // Rounded to float32 before it is used, so that the step is exact.
        data[index] = centre + offset;
        const moved = data[index] ?? 0;
        const { data: y } = read(await session.run(), 'y');
        return { moved, loss: y.reduce((sum, value, element) => sum + value * (functional[element] ?? 0), 0) };
      };
      const slope = async (offset: number) => {
        const [after, before] = [await at(offset), await at(-offset)];
        return (after.loss - before.loss) / (after.moved - before.moved);
      };
      gradient[index] = (4 * (await slope(STEP)) - (await slope(2 * STEP))) / 3;
      data[index] = centre;
    }
    gradients.push(gradient);
  }
  return gradients;
}

async function runOnce(model: Parameters<typeof openSession>[0], feeds: ReadonlyMap<string, Feed>) {
  const session = await openSession(model, feeds);
  const results = await session.run();
  await session.close();
  return results;
}

function read(results: ReadonlyMap<string, Feed>, name: string): Feed {
  const found = results.get(name);
  if (!found) throw new Error(`no output ${name}`);
  return found;
}

const largest = (values: Float64Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Largest |difference|; NaN stays NaN and so fails every limit. */
function distance(a: Float32Array, b: Float32Array | Float64Array): number {
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? Number.NaN))), 0);
}
