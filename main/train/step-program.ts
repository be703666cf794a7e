// A step graph bound to a run's state and batch buffers: set the scalars, run, read the measurements, commit or discard.
import { type Binding, type Bindings, type Executor, type Program, sharedTensor } from '../engine/executor.ts';
import { hideShapes } from '../engine/hide-shapes.ts';
import type { TensorOf } from '../onnx/tensor.ts';
import { writeModel } from '../onnx/write.ts';
import type { TrainingState } from './state.ts';
import { nextName, type StepGraph } from './step-graph.ts';

/** The batch every program of a run reads: image `[N,C,H,W]` float32, target `[N,K]`. */
export interface BatchBuffers {
  readonly image: TensorOf<'float32'>;
  readonly target: TensorOf<'float32'>;
}

export type Measurements = ReadonlyMap<string, TensorOf<'float32'>>;

/** One training step from the present state into the other side, whole or in parts. */
export interface TrainingStep {
  /** Dropout masks to fill before a run, with the share `ratio` of each that is zero; the rest is `1/(1-ratio)`. */
  readonly masksToDraw: StepGraph['signature']['masks'];
  readonly masks: ReadonlyMap<string, TensorOf<'float32'>>;
  /** Outputs of the last run. */
  readonly measurements: Measurements;
  /** Scalars the step does not use are ignored. */
  run(scalars: Readonly<Record<string, number>>): Promise<Measurements>;
  /** A measured scalar, NaN when this step does not measure it. */
  measured(name: string): number;
  close(): Promise<void>;
}

/** @throws RangeError where a value is missing */
export function setScalars(
  scalars: ReadonlyMap<string, TensorOf<'float32'>>,
  values: Readonly<Record<string, number>>,
): void {
  for (const [name, tensor] of scalars) {
    const value = values[name];
    if (value === undefined) throw new RangeError(`the step needs ${name}`);
    tensor.data[0] = value;
  }
}

export class StepProgram implements TrainingStep {
  readonly #program: Program;
  readonly #bindings: readonly [Binding, Binding];
  readonly #state: TrainingState;
  readonly #scalars: ReadonlyMap<string, TensorOf<'float32'>>;
  readonly #masks: ReadonlyMap<string, TensorOf<'float32'>>;
  /** Outputs of the last run. */
  readonly measurements: Measurements;
  readonly graph: StepGraph;

  private constructor(graph: StepGraph, program: Program, state: TrainingState, batch: BatchBuffers, shapes: Bindings) {
    this.graph = graph;
    this.#program = program;
    this.#state = state;
    const { signature, model } = graph;
    this.#scalars = new Map(signature.scalars.map((name) => [name, sharedTensor('float32', [])]));
    this.#masks = new Map(signature.masks.map(({ name, shape }) => [name, sharedTensor('float32', shape)]));
    this.measurements = new Map(
      signature.measurements.map((name) => [name, sharedTensor('float32', outputShape(model, name))]),
    );
    const bind = (from: 0 | 1, to: 0 | 1) => {
      const next = Object.entries(state.views(to)).filter(([name]) =>
        signature.state.some((entry) => entry.name === name),
      );
      const own = Object.entries(state.views(from)).filter(([name]) =>
        signature.state.some((entry) => entry.name === name),
      );
      return program.bind(
        { ...batch, ...shapes, ...Object.fromEntries([...own, ...this.#scalars, ...this.#masks]) },
        Object.fromEntries([...next.map(([name, tensor]) => [nextName(name), tensor] as const), ...this.measurements]),
      );
    };
    this.#bindings = [bind(0, 1), bind(1, 0)];
  }

  static async load(
    executor: Executor,
    graph: StepGraph,
    state: TrainingState,
    batch: BatchBuffers,
    profile?: string,
  ): Promise<StepProgram> {
    // Hidden shapes are worked out on the CPU, where GPU providers may not go; their memory is their own matter.
    const { model, shapes } =
      executor.info.executionProvider === 'cpu' ? hideShapes(graph.model) : { model: graph.model, shapes: {} };
    const program = await executor.load(writeModel(model), {
      resident: graph.signature.state.map(({ name }) => nextName(name)),
      ...(profile === undefined ? {} : { profile }),
    });
    return new StepProgram(graph, program, state, batch, shapes);
  }

  get masksToDraw(): StepGraph['signature']['masks'] {
    return this.graph.signature.masks;
  }

  get masks(): ReadonlyMap<string, TensorOf<'float32'>> {
    return this.#masks;
  }

  /** Computes one step from the present state into the other side. Scalars the graph does not use are ignored. */
  async run(scalars: Readonly<Record<string, number>>): Promise<Measurements> {
    setScalars(this.#scalars, scalars);
    await this.#bindings[this.#state.side].run();
    return this.measurements;
  }

  /** A measured scalar, NaN when this step does not measure it. */
  measured(name: string): number {
    return this.measurements.get(name)?.data[0] ?? Number.NaN;
  }

  close(): Promise<void> {
    return this.#program.close();
  }
}

function outputShape(model: StepGraph['model'], name: string): readonly number[] {
  const info = model.graph.outputs.find((output) => output.name === name);
  return (info?.shape ?? []).map(Number);
}
