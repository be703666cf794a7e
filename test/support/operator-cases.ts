// Every operator that has a gradient as small training graphs, to run on any executor and compare: the cases are those that
// the rules themselves are tested by.
import type { Lowering } from '../../main/autodiff/rule.ts';
import { type Bindings, type Executor, sharedTensor } from '../../main/engine/executor.ts';
import type { Model } from '../../main/onnx/model.ts';
import { writeModel } from '../../main/onnx/write.ts';
import { gradientCases } from '../unit/autodiff/rules/cases/index.ts';
import { operatorsOf, trainingGraph } from './central-difference.ts';
import type { Feed } from './ort-session.ts';

export interface OperatorCase {
  readonly name: string;
  /** Of the forward graph. */
  readonly operators: readonly string[];
  /** Inputs `x<i>`, outputs `y` and the gradients `d<i>`. */
  readonly model: Model;
  /** Values of the inputs. */
  readonly feeds: ReadonlyMap<string, Feed>;
}

/** All of them, in one lowering. */
export function operatorCases(lowering: Lowering): readonly OperatorCase[] {
  return gradientCases.map((gradientCase) => ({
    name: gradientCase.name,
    operators: operatorsOf(gradientCase),
    ...trainingGraph(gradientCase, lowering),
  }));
}

export type CaseValues = ReadonlyMap<string, Float32Array>;

/** The case's outputs as an executor computes them. @throws NarashiError where it cannot */
export async function runOperatorCase(executor: Executor, { model, feeds }: OperatorCase): Promise<CaseValues> {
  const program = await executor.load(writeModel(model));
  try {
    const inputs = Array.from(feeds, ([name, { shape, data }]) => {
      const tensor = sharedTensor('float32', shape);
      tensor.data.set(data);
      return [name, tensor] as const;
    });
    const outputs = model.graph.outputs.map(
      ({ name, shape }) => [name, sharedTensor('float32', shape.map(Number))] as const,
    );
    await program.bind(toBindings(inputs), toBindings(outputs)).run();
    return new Map(outputs.map(([name, { data }]) => [name, data]));
  } finally {
    await program.close();
  }
}

const toBindings = (entries: readonly (readonly [string, Bindings[string]])[]): Bindings => Object.fromEntries(entries);

export interface CaseDifference {
  /** Largest |difference| of the output, relative to its largest entry (at least 1); NaN where either is no number. */
  readonly forward: number;
  /** The same of the gradients. */
  readonly gradient: number;
}

export function compareCase(reference: CaseValues, found: CaseValues): CaseDifference {
  const differenceOf = (name: string) => relative(reference.get(name), found.get(name));
  const gradients = [...reference.keys()].filter((name) => name !== 'y');
  return { forward: differenceOf('y'), gradient: Math.max(0, ...gradients.map(differenceOf)) };
}

function relative(expected: Float32Array | undefined, found: Float32Array | undefined): number {
  if (!expected || expected.length !== found?.length) return Number.NaN;
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return (
    expected.reduce((most, value, index) => Math.max(most, Math.abs(value - (found[index] ?? Number.NaN))), 0) / scale
  );
}
