// The forms of one trained model that a package carries: for the app's runtime, for old ones, small, and for whole pictures.
import type { ClassLabel } from '../../../shared/domain/dataset.ts';
import type { DecisionRule } from '../../../shared/domain/decision.ts';
import type { ModelKind } from '../../../shared/domain/package.ts';
import { type Model, OPSET } from '../../onnx/model.ts';
import { writeModel } from '../../onnx/write.ts';
import { ANY_SIZE_INPUT, withResizing } from '../graph/any-size.ts';
import { toHalf } from '../graph/half.ts';
import { OLD_OPSET, type Rewritten, toOlderOpset } from '../graph/older-opset.ts';
import { type Bank, withVerdict } from '../graph/verdict.ts';
import { INPUT_NAME } from '../inspection-model.ts';

export interface Form {
  readonly kind: ModelKind;
  readonly path: string;
  readonly model: Model;
  readonly bytes: Uint8Array;
  readonly opset: number;
  readonly precision: 'float32' | 'float16';
  readonly input: string;
}

export interface FormsOptions {
  /** As the trainer exported it: probabilities only. */
  readonly exported: Model;
  readonly classes: readonly ClassLabel[];
  readonly rule: DecisionRule | null;
  readonly bank: Bank | null;
  /** Whether to add the form that takes pictures of any size. */
  readonly anySize: boolean;
}

/** ONNX file format that runtimes of opset 13 read. */
const OLD_IR = 7;

export interface Forms {
  /** The first is the one for the app's own runtime. */
  readonly forms: readonly Form[];
  /** What could not be made, and the operator it failed at. */
  readonly leftOut: readonly string[];
}

export function makeForms({ exported, classes, rule, bank, anySize }: FormsOptions): Forms {
  const judging = withVerdict(exported, { classes, rule, bank });
  const form = (kind: ModelKind, path: string, model: Model, more: Partial<Form> = {}): Form => ({
    kind,
    path,
    model,
    bytes: writeModel(model, kind === 'compatible' ? OLD_IR : undefined),
    opset: kind === 'compatible' ? OLD_OPSET : OPSET,
    precision: 'float32',
    input: INPUT_NAME,
    ...more,
  });
  const leftOut: string[] = [];
  const whereMade = (kind: ModelKind, rewritten: Rewritten, make: (model: Model) => Form): Form[] => {
    if ('model' in rewritten) return [make(rewritten.model)];
    leftOut.push(`${kind}: ${rewritten.reason}`);
    return [];
  };
  const forms = [
    form('main', 'model.onnx', judging),
    // Probabilities alone: old runtimes, and OpenCV's, know none of the operators that the verdict takes.
    ...whereMade('compatible', toOlderOpset(exported), (model) => form('compatible', 'model-opset13.onnx', model)),
    ...whereMade('half', toHalf(judging), (model) => form('half', 'model-fp16.onnx', model, { precision: 'float16' })),
    ...(anySize ? [form('any-size', 'model-any-size.onnx', withResizing(judging), { input: ANY_SIZE_INPUT })] : []),
  ];
  return { forms, leftOut };
}

/** How the input of a form is to be filled, for whoever writes a client. */
export function inputOf(form: Form, width: number, height: number) {
  if (form.kind === 'any-size') {
    return {
      name: form.input,
      type: 'uint8' as const,
      shape: '[batch, height, width, 3]',
      words: 'RGB bytes of the decoded picture at any size; resizing is inside',
    };
  }
  return {
    name: form.input,
    type: 'float32' as const,
    shape: `[batch, 3, ${height}, ${width}]`,
    words: `RGB, 0 to 255, resized to ${width} × ${height}; scaling is inside`,
  };
}
