// The making of a package as a job of its own process: the model's forms, each run over the test images, with samples of them.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { PackagedModel } from '../../../shared/domain/package.ts';
import type { ImageCache } from '../../data/image-cache.ts';
import { NEIGHBOURS } from '../../eval/index.ts';
import { readDescription } from '../../export/description.ts';
import { featureModel } from '../../export/features.ts';
import { assemble } from '../../export/package/assemble.ts';
import { type Form, inputOf, makeForms } from '../../export/package/forms.ts';
import { appDecisions, figuresOf, parityOf, runForm, timeForm } from '../../export/package/run-form.ts';
import { readModel } from '../../onnx/read.ts';
import { float32 } from '../../onnx/tensor.ts';
import { type Engine, startEngine } from '../engine.ts';
import { readImageList, readJudgedList } from '../image-list.ts';
import { type PackageOrder, packagePayload } from '../package-messages.ts';
import { digest } from '../run-files.ts';
import { clientFiles } from './client-files.ts';
import { featuresOf, openFeatures, partOf } from './feature-bank.ts';
import type { JobContext } from './job.ts';
import { originalsOf } from './originals.ts';
import { type HeldOut, referenceOf, samplesOf, testImagesOf } from './package-images.ts';
import { prepareImages } from './prepare-images.ts';

export async function packageJob(payload: unknown, context: JobContext): Promise<{ readonly folder: string }> {
  const order = packagePayload.parse(payload);
  const judged = await readJudgedList(order.judged);
  const references = await readImageList(order.images);
  const train = partOf(references, 'train');
  const validation = partOf(references, 'validation');
  const { workspace, size } = order;
  const images = [...train, ...validation, ...judged];
  const cache = await prepareImages({ workspace, size, images, signal: context.signal });
  const engine = startEngine({ memory: workspace });
  try {
    const held: HeldOut = { train, validation, judged };
    await writeAll(order.folder, await makePackage(order, held, { cache, engine, context }));
    return { folder: order.folder };
  } finally {
    await engine.close();
    await cache.close();
  }
}

interface Means {
  readonly cache: ImageCache;
  readonly engine: Engine;
  readonly context: JobContext;
}

async function makePackage(order: PackageOrder, held: HeldOut, { cache, engine, context }: Means) {
  const { facts, anySize } = order;
  const { classes } = facts;
  const bytes = await readFile(order.model);
  if (digest(bytes) !== facts.run.export) throw new NarashiError('export.not-proved', { id: facts.run.id });
  const exported = readModel(bytes);
  const { step } = progress(held, anySize, context);
  const features = featureModel(exported);
  const look = features && {
    reader: await openFeatures(engine.executor, features, readDescription(exported, order.model)),
    width: features.output.width,
    cache,
    signal: context.signal,
    step,
  };
  try {
    const rows = look && (await featuresOf(held.train, look));
    const bank = rows && look && rows.length > 0 ? float32([rows.length / look.width, look.width], rows) : null;
    const original = originalsOf(order.workspace, order.roots);
    const test = await testImagesOf({ held, bank, look, cache, original, context, step, facts });
    const { forms, leftOut } = makeForms({ exported, classes, rule: facts.rule, bank, anySize });
    const models: PackagedModel[] = [];
    for (const form of forms) models.push(await measure(form, test, order, engine));
    const [main] = forms;
    if (!main) throw new RangeError('a package needs a model');
    const reference = await referenceOf({ held, test, main, bank, look, cache, engine, context, step, facts });
    const samples = await samplesOf({ held, test, cache, original, facts });
    const likeness = bank && { images: bank.shape[0] ?? 0, features: bank.shape[1] ?? 0, neighbours: NEIGHBOURS };
    return assemble({ facts, forms, models, leftOut, likeness, samples, reference, clients: await clientFiles() });
  } finally {
    await look?.reader.close();
  }
}

/** @throws NarashiError package.parity-failed where a form that must judge alike does not */
async function measure(
  form: Form,
  test: Awaited<ReturnType<typeof testImagesOf>>,
  { facts }: PackageOrder,
  { executor }: Engine,
): Promise<PackagedModel> {
  const { classes, rule, preprocessing } = facts;
  const app = appDecisions(test, classes, rule);
  const judged = await runForm(executor, form, test, classes.length);
  const parity = parityOf(judged, test, app, classes.length);
  if (form.kind !== 'half' && parity.disagreements > 0) {
    const { disagreements, images } = parity;
    throw new NarashiError('package.parity-failed', { form: form.path, disagreements, images });
  }
  const own = judged.decisions ?? appDecisions({ ...test, probabilities: judged.probabilities }, classes, rule);
  return {
    kind: form.kind,
    path: form.path,
    opset: form.opset,
    precision: form.precision,
    input: inputOf(form, preprocessing.width, preprocessing.height),
    outputs: form.model.graph.outputs.map(({ name }) => name),
    ...figuresOf(judged, own, test.labels, classes),
    parity,
    latency: await timeForm(executor, form, classes.length),
  };
}

/** Image passes: features of all, each form over the test images, validation once more. */
function progress({ train, validation, judged }: HeldOut, anySize: boolean, { signal, report }: JobContext) {
  const forms = anySize ? 4 : 3;
  const total = train.length + 2 * validation.length + (1 + forms) * judged.length;
  let done = 0;
  return {
    step: (count: number) => {
      signal.throwIfAborted();
      done = Math.min(total, done + count);
      report({ done, total });
    },
  };
}

async function writeAll(folder: string, members: ReadonlyMap<string, Uint8Array>): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
    for (const [path, contents] of members) {
      const place = join(folder, path);
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, contents);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('package.not-written', { path: folder, reason }, { cause: error });
  }
}
