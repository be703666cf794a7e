// A form of the model, run: over the test images for its figures, and one by one for its speed.
import type { ClassLabel } from '../../../shared/domain/dataset.ts';
import { type Decision, type DecisionRule, decide } from '../../../shared/domain/decision.ts';
import { LINE_OUTPUTS, type PackagedModel, verdictCodes } from '../../../shared/domain/package.ts';
import { type Binding, type Executor, type Program, sharedTensor } from '../../engine/executor.ts';
import { argmaxRows } from '../../eval/index.ts';
import { OUTPUT_NAME } from '../inspection-model.ts';
import { type RawBatch, toChannelsFirst } from '../judge.ts';
import { compare, type ParityReport } from '../parity.ts';
import type { Form } from './forms.ts';

/** A picture at its own size, RGB bytes `[H,W,3]`. */
export interface Picture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface TestImages {
  /** `[M,K]` as training judged them. */
  readonly probabilities: Float32Array;
  /** `[M]` */
  readonly labels: readonly number[];
  /** To the training images, `[M]`; null where likeness is not measured. */
  readonly distances: readonly number[] | null;
  readonly batches: () => AsyncIterable<RawBatch>;
  readonly batchSize: number;
  readonly pictures: () => AsyncIterable<Picture>;
}

export interface Judged {
  /** `[M,K]` */
  readonly probabilities: Float32Array;
  /** As the graph itself says; null for a form that does not. */
  readonly decisions: readonly Decision[] | null;
}

const decisionOf = new Map<number, Decision>([
  [verdictCodes.OK, 'OK'],
  [verdictCodes.NG, 'NG'],
  [verdictCodes.review, 'review'],
]);

/** Runs a form over all test images. @throws NarashiError engine.* */
export async function runForm(executor: Executor, form: Form, images: TestImages, classes: number): Promise<Judged> {
  const program = await executor.load(form.bytes);
  const says = form.model.graph.outputs.some(({ name }) => name === LINE_OUTPUTS.verdict);
  const rows: number[] = [];
  const verdicts: Decision[] = [];
  const keep = (outputs: Outputs, count: number) => {
    rows.push(...outputs.probabilities.data.subarray(0, count * classes));
    if (!outputs.verdict) return;
    for (const code of outputs.verdict.data.subarray(0, count)) verdicts.push(decisionOf.get(Number(code)) ?? 'NG');
  };
  try {
    if (form.kind === 'any-size') await runPictures(program, form, images, { classes, says, keep });
    else await runBatches(program, form, images, { classes, says, keep });
    return { probabilities: Float32Array.from(rows), decisions: says ? verdicts : null };
  } finally {
    await program.close();
  }
}

type Outputs = ReturnType<typeof outputsFor>;
interface Running {
  readonly classes: number;
  /** The form has an output for the verdict. */
  readonly says: boolean;
  readonly keep: (outputs: Outputs, count: number) => void;
}

function outputsFor(batch: number, { classes, says }: Pick<Running, 'classes' | 'says'>) {
  return {
    probabilities: sharedTensor('float32', [batch, classes]),
    verdict: says ? sharedTensor('int64', [batch]) : null,
  };
}

const named = ({ probabilities, verdict }: Outputs) => ({
  [OUTPUT_NAME]: probabilities,
  ...(verdict ? { [LINE_OUTPUTS.verdict]: verdict } : {}),
});

async function runBatches(program: Program, form: Form, images: TestImages, running: Running): Promise<void> {
  const [info] = form.model.graph.inputs;
  const [, , height, width] = info?.shape ?? [];
  const image = sharedTensor('float32', [images.batchSize, 3, Number(height), Number(width)]);
  const outputs = outputsFor(images.batchSize, running);
  const binding = program.bind({ [form.input]: image }, named(outputs));
  for await (const { pixels, count } of images.batches()) {
    toChannelsFirst(pixels, image, count);
    await binding.run();
    running.keep(outputs, count);
  }
}

/** One by one, because each has its own size; buffers are kept by size, of which a camera has one. */
async function runPictures(program: Program, form: Form, images: TestImages, running: Running): Promise<void> {
  const bound = new Map<string, { readonly data: Uint8Array; readonly outputs: Outputs; readonly binding: Binding }>();
  for await (const { data, width, height } of images.pictures()) {
    const size = `${width}x${height}`;
    let place = bound.get(size);
    if (!place) {
      const picture = sharedTensor('uint8', [1, height, width, 3]);
      const outputs = outputsFor(1, running);
      place = { data: picture.data, outputs, binding: program.bind({ [form.input]: picture }, named(outputs)) };
      bound.set(size, place);
    }
    place.data.set(data);
    await place.binding.run();
    running.keep(place.outputs, 1);
  }
}

/** What the app decides of the test images: what every form is held against. */
export function appDecisions(
  { probabilities, distances }: Pick<TestImages, 'probabilities' | 'distances'>,
  classes: readonly ClassLabel[],
  rule: DecisionRule | null,
): Decision[] {
  const best = argmaxRows(probabilities, classes.length);
  return Array.from(best, (index, image) => {
    if (!rule) return classes[index]?.verdict ?? 'NG';
    const score = ngScoreOf(probabilities.subarray(image * classes.length, (image + 1) * classes.length), classes);
    return decide(score, distances?.[image] ?? null, rule);
  });
}

/** Sum of the probabilities of the NG classes, 0 to 1. */
export function ngScoreOf(row: Float32Array, classes: readonly ClassLabel[]): number {
  const sum = classes.reduce((so, { verdict }, index) => (verdict === 'NG' ? so + (row[index] ?? 0) : so), 0);
  return Math.min(1, Math.max(0, sum));
}

/** How a form's judgements compare with those of training, by class and, where it says them, by verdict. */
export function parityOf(judged: Judged, images: TestImages, app: readonly Decision[], classes: number): ParityReport {
  const parity = compare(images.probabilities, judged.probabilities, classes);
  const otherwise = judged.decisions?.filter((decision, image) => decision !== app[image]).length ?? 0;
  return { ...parity, disagreements: Math.max(parity.disagreements, otherwise) };
}

/** Escapes and overkills of decisions; a part for a person is neither. */
export function figuresOf(
  { probabilities }: Judged,
  decisions: readonly Decision[],
  labels: readonly number[],
  classes: readonly ClassLabel[],
): Pick<PackagedModel, 'right' | 'escaped' | 'overkilled'> {
  const best = argmaxRows(probabilities, classes.length);
  const of = (verdict: ClassLabel['verdict'], wrong: Decision) => {
    const own = labels.flatMap((label, image) => (classes[label]?.verdict === verdict ? [decisions[image]] : []));
    return own.length > 0 ? { count: own.filter((decision) => decision === wrong).length, total: own.length } : null;
  };
  return {
    right: { count: labels.filter((label, image) => best[image] === label).length, total: labels.length },
    escaped: of('NG', 'OK'),
    overkilled: of('OK', 'NG'),
  };
}

const WARM_UP = 5;
const RUNS = 200;
/** However slow the model, timing it takes no longer than this. */
const LONGEST_MILLISECONDS = 8_000;

/** Milliseconds of the network for one image. @throws NarashiError engine.* */
export async function timeForm(executor: Executor, form: Form, classes: number): Promise<PackagedModel['latency']> {
  if (form.kind === 'any-size') return null;
  const program = await executor.load(form.bytes);
  try {
    const [, , height, width] = form.model.graph.inputs[0]?.shape ?? [];
    const image = sharedTensor('float32', [1, 3, Number(height), Number(width)]).data.fill(128);
    const input = { type: 'float32' as const, shape: [1, 3, Number(height), Number(width)], data: image };
    const binding = program.bind({ [form.input]: input }, named(outputsFor(1, { classes, says: false })));
    for (let run = 0; run < WARM_UP; run++) await binding.run();
    const times: number[] = [];
    const begun = performance.now();
    while (times.length < RUNS && performance.now() - begun < LONGEST_MILLISECONDS) {
      const from = performance.now();
      await binding.run();
      times.push(performance.now() - from);
    }
    const ascending = times.sort((a, b) => a - b);
    const at = (share: number) => ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? 0;
    return { runs: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  } finally {
    await program.close();
  }
}
