// A signed package made in a moment: a network with random weights that judges given images, its samples, as a real one is.
import { createHash, type KeyObject } from 'node:crypto';
import { extname } from 'node:path';
import { encodePng } from '../../main/data/encode.ts';
import type { Executor } from '../../main/engine/executor.ts';
import { argmaxRows, NEIGHBOURS } from '../../main/eval/index.ts';
import { assemble, type PackageFacts, type Sample } from '../../main/export/package/assemble.ts';
import type { Members } from '../../main/export/package/container.ts';
import { type Form, inputOf, makeForms } from '../../main/export/package/forms.ts';
import { appDecisions, ngScoreOf } from '../../main/export/package/run-form.ts';
import { signManifest } from '../../main/export/package/signature.ts';
import { preprocessingWords } from '../../main/export/package/words.ts';
import { publicHalf } from '../../main/export/signing/key-pair.ts';
import { clientFiles } from '../../main/jobs/child/client-files.ts';
import { writeModel } from '../../main/onnx/write.ts';
import type { DecisionRule } from '../../shared/domain/decision.ts';
import { type PackagedModel, packageManifest, packagePaths } from '../../shared/domain/package.ts';
import {
  judgeClasses as classes,
  type Judged,
  judgePreprocessing as preprocessing,
  randomJudge,
} from './random-judge.ts';

const { width, height } = preprocessing;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What the rule of the package is to be: none, a band between OK and NG, or also unlike images to a person. */
export type RuleKind = 'class' | 'band' | 'unlike';

/** All members but the signature. Every image becomes a sample of the package. */
export async function madePackage(
  executor: Executor,
  images: ReadonlyMap<string, Uint8Array>,
  kind: RuleKind,
): Promise<Map<string, Uint8Array>> {
  const { exported, judged, bank } = await randomJudge(executor, images);
  const rule = ruleOf(kind, judged);
  const { forms, leftOut } = makeForms({ exported, classes, rule, bank, anySize: true });
  const { length } = judged;
  const facts: PackageFacts = {
    name: 'narashi-1',
    createdAt: '2026-01-01T00:00:00.000Z',
    program: '0.1.0',
    site: '第一工場',
    keyId: '',
    project: null,
    run: { id: 1, method: 'sgd', seed: 1, checkpoint: null, export: sha256(writeModel(exported)) },
    dataset: { digest: '0'.repeat(64), images: { train: length, validation: 0, test: length } },
    classes: [...classes],
    approval: null,
    rule,
    preprocessing: { ...preprocessing, words: preprocessingWords(preprocessing) },
  };
  return assemble({
    facts,
    forms,
    models: forms.map((form) => figures(form, length)),
    leftOut,
    likeness: { images: bank.shape[0] ?? 0, features: bank.shape[1] ?? 0, neighbours: NEIGHBOURS },
    samples: await samplesOf(judged, rule),
    reference: { version: 1, good: { ...noMeasures }, defective: { ...noMeasures } },
    clients: await clientFiles(),
  });
}

const noMeasures = { brightness: [], contrast: [], sharpness: [], colour: [], ngScore: [], distance: [] };

/** Figures that no client reads; the test takes its own. */
const figures = (form: Form, images: number): PackagedModel => ({
  kind: form.kind,
  path: form.path,
  opset: form.opset,
  precision: form.precision,
  input: inputOf(form, width, height),
  outputs: form.model.graph.outputs.map(({ name }) => name),
  right: { count: 0, total: images },
  escaped: null,
  overkilled: null,
  parity: { images, disagreements: 0, largestDifference: 0 },
  latency: null,
});

/** Thresholds in wide gaps, where no rounding of another runtime decides. */
function ruleOf(kind: RuleKind, judged: readonly Judged[]): DecisionRule | null {
  if (kind === 'class') return null;
  const scores = judged.map(({ probabilities }) => ngScoreOf(probabilities, classes));
  const distances = judged.map(({ distance }) => distance);
  const unlikeFrom = kind === 'unlike' ? gap(distances, 0.8) : null;
  return { okBelow: gap(scores, 0.35), ngFrom: gap(scores, 0.65), unlikeFrom };
}

/** The middle of the widest of a few gaps around a quantile. */
function gap(values: readonly number[], share: number): number {
  const ascending = values.toSorted((a, b) => a - b);
  const at = Math.floor(share * ascending.length);
  const reach = Math.max(1, Math.floor(ascending.length / 10));
  const gaps = ascending.slice(at - reach, at + reach).map((low, index) => {
    const high = ascending[at - reach + index + 1] ?? low;
    return { width: high - low, middle: (low + high) / 2 };
  });
  return gaps.sort((a, b) => b.width - a.width)[0]?.middle ?? 0.5;
}

async function samplesOf(judged: readonly Judged[], rule: DecisionRule | null): Promise<Sample[]> {
  const rows = Float32Array.from(judged.flatMap(({ probabilities }) => [...probabilities]));
  const distances = judged.map(({ distance }) => distance);
  const decisions = appDecisions({ probabilities: rows, distances }, classes, rule);
  const best = argmaxRows(rows, classes.length);
  return Promise.all(
    judged.map(async ({ name, file, pixels, probabilities, distance }, place) => {
      const number = String(place + 1).padStart(3, '0');
      return {
        file,
        pixels: await encodePng(pixels, width, height),
        expected: {
          file: `golden/${number}${extname(name)}`,
          sha256: sha256(file),
          className: classes[best[place] ?? 0]?.name ?? '',
          pixels: `golden/${number}-input.png`,
          pixelsSha256: sha256(pixels),
          probabilities: [...probabilities],
          ngScore: ngScoreOf(probabilities, classes),
          distance,
          classIndex: best[place] ?? 0,
          verdict: decisions[place] ?? 'NG',
        },
      };
    }),
  );
}

/** The members as a site signs them: with changes, the manifest brought up to date as the site itself would. */
export function signed(members: Members, key: KeyObject, changes: Members = new Map()): Map<string, Uint8Array> {
  const all = new Map([...members, ...changes]);
  const manifest = packageManifest.parse(JSON.parse(Buffer.from(all.get(packagePaths.manifest) ?? []).toString()));
  const files = manifest.files.map(({ path }) => {
    const bytes = all.get(path) ?? new Uint8Array();
    return { path, bytes: bytes.length, sha256: sha256(bytes) };
  });
  const text = Buffer.from(JSON.stringify({ ...manifest, keyId: publicHalf(key).id, files }, null, 2));
  return new Map([...all, [packagePaths.manifest, text], [packagePaths.signature, signManifest(text, key)]]);
}
