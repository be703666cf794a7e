// How often the watch over a line cries wolf, and how large a change has to be for it to be found: real images, changed.
// node test/bench/drift.ts package.zip good-images known-defects new-class [trials]
// good-images: of the class that passes, none of them trained on; a part of them stands for the package's reference each time.
import { decodeImage } from '../../main/data/decode.ts';
import { readImageFile } from '../../main/data/prepare-file.ts';
import { createInlineExecutor } from '../../main/engine/ort/inline.ts';
import {
  imageStatistics,
  judgeDrift,
  type MeasureValues,
  meanDiscrepancy,
  rankedPoints,
} from '../../main/eval/index.ts';
import { disturb, type PureDisturbance } from '../../main/eval/robustness/disturb.ts';
import { LineJudge } from '../../main/export/package/line-judge.ts';
import { verifyPackage } from '../../main/export/package/verify.ts';
import { alphaOf } from '../../main/inspect/watch/drift-check.ts';
import { findImages } from '../../main/services/find-images.ts';
import type { Decision } from '../../shared/domain/decision.ts';
import { watchedShares } from '../../shared/domain/drift.ts';
import { hashText, type Random, random } from '../../shared/domain/random.ts';
import { type ReferenceMeasure, referenceMeasures } from '../../shared/domain/reference.ts';
import { strengths } from '../../shared/domain/study.ts';

const [packagePath = '', goodFolder = '', defectFolder = '', newFolder = '', wanted = '300'] = process.argv.slice(2);
const TRIALS = Number(wanted);
const REFERENCE = 60;
const DEFECTS = 0.02;
const USUAL = 1_000;

type Row = Readonly<Partial<Record<ReferenceMeasure, number>>> & { readonly outcome: Decision };
/** A disturbance and the share of its full strength; null: as the images are. */
/** `grey`: of a camera without colours, where every channel is the same. */
type Change = readonly [PureDisturbance, number, 'grey'?] | null;

const verified = await verifyPackage(packagePath);
const { preprocessing } = verified.manifest;
const { width, height } = preprocessing;
const executor = createInlineExecutor(1);
const judge = await LineJudge.open(executor, verified, 1);

/** A sample of each folder as pixels at network size, decoded once. */
async function decoded(folder: string): Promise<{ name: number; pixels: Uint8Array }[]> {
  const images = await findImages([folder]);
  return Promise.all(
    images.map(async (path) => {
      const { pixels } = await decodeImage(await readImageFile(path), preprocessing);
      return { name: hashText(path), pixels };
    }),
  );
}

async function judged(images: readonly { name: number; pixels: Uint8Array }[], change: Change): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, pixels: own } of images) {
    const changed = change ? disturb({ width, height, pixels: own }, change[0], strengths * change[1], name) : own;
    const pixels = change?.[2] ? changed.map((_, at) => changed[at - (at % 3)] ?? 0) : changed;
    const [found] = await judge.judge({ pixels, count: 1 });
    if (!found) continue;
    const { decision, ngScore, distance } = found;
    const measures = imageStatistics(pixels, width, height);
    rows.push({ ...measures, ngScore, outcome: decision, ...(distance === null ? {} : { distance }) });
  }
  return rows;
}

function valuesOf(rows: readonly Row[]): MeasureValues {
  const passed = rows.filter(({ outcome }) => outcome === 'OK');
  return Object.fromEntries(referenceMeasures.map((measure) => [measure, passed.flatMap((row) => row[measure] ?? [])]));
}

const pick = (rows: readonly Row[], stream: Random): Row => rows[stream.integer(rows.length)] ?? { outcome: 'NG' };

interface Source {
  readonly good: readonly Row[];
  readonly defects: readonly Row[];
  /** Parts of a class that the model was never shown, and how many of all parts they are. */
  readonly strange?: readonly Row[];
  readonly strangeShare?: number;
}

const good = await decoded(goodFolder);
const defects = await decoded(defectFolder);
const plain: Source = { good: await judged(good, null), defects: await judged(defects, null) };

/** One window against a reference of other images; what is usual is drawn anew, too. */
function trial(source: Source, size: number, alpha: number, seed: number) {
  const stream = random(seed, 'drift bench');
  const order = Int32Array.from(plain.good.keys());
  stream.shuffle(order);
  const reference = valuesOf([...order.subarray(0, REFERENCE)].flatMap((index) => plain.good[index] ?? []));
  const others = [...order.subarray(REFERENCE)];
  let next = 0;
  const window = Array.from({ length: size }, () => {
    if (source.strange && stream.chance(source.strangeShare ?? 0)) return pick(source.strange, stream);
    if (stream.chance(DEFECTS)) return pick(source.defects, stream);
    // Each once, as long as they suffice; again from then on.
    return source.good[others[next++ % others.length] ?? 0] ?? pick(source.good, stream);
  });
  const before = Array.from({ length: USUAL }, () => pick(stream.chance(DEFECTS) ? plain.defects : plain.good, stream));
  const count = (rows: readonly Row[], wantedOutcome: Decision) => ({
    count: rows.filter(({ outcome }) => outcome === wantedOutcome).length,
    total: rows.length,
  });
  const shares = watchedShares.map((outcome) => ({
    outcome,
    usually: count(before, outcome),
    now: count(window, outcome),
  }));
  const values = valuesOf(window);
  const found = judgeDrift({ reference, window: values, shares, alpha });
  const named = [
    ...found.measures.flatMap(({ measure, isAlarm }) => (isAlarm ? [String(measure)] : [])),
    ...found.shares.flatMap(({ outcome, isAlarm }) => (isAlarm ? [`share of ${outcome}`] : [])),
  ];
  const largest = Math.max(...found.measures.map(({ stability }) => stability));
  return { named, reference, values, largest };
}

function alarms(source: Source, size: number, alpha: number, trials: number) {
  const by = new Map<string, number>();
  let total = 0;
  for (let each = 0; each < trials; each++) {
    const { named } = trial(source, size, alpha, each);
    if (named.length > 0) total++;
    for (const name of named) by.set(name, (by.get(name) ?? 0) + 1);
  }
  const causes = [...by].sort(([, one], [, other]) => other - one).map(([name]) => name);
  return { share: total / trials, causes };
}

const percent = (share: number) => `${(100 * share).toFixed(share < 0.01 && share > 0 ? 2 : 0)} %`;
const passes = plain.good.filter(({ outcome }) => outcome === 'OK').length;
console.log(`${plain.good.length} good images, ${passes} of them judged OK; reference of ${REFERENCE}\n`);

console.log('False alarms on undisturbed images, each used once');
for (const size of [100, 180]) {
  for (const alpha of [0.05, 0.01, alphaOf(15)]) {
    const trials = 40 * TRIALS;
    const { share, causes } = alarms(plain, size, alpha, trials);
    console.log(
      `  ${size} parts, stated ${percent(alpha)}: ${percent(share)} of ${trials}  ${causes.slice(0, 2).join(', ')}`,
    );
  }
}

for (const size of [100, 180]) {
  const above = Array.from({ length: 4 * TRIALS }, (_, seed) => trial(plain, size, 1, seed)).filter(
    ({ largest }) => largest >= 0.2,
  ).length;
  console.log(`  ${size} parts: stability index of some measure at least 0.2: ${percent(above / (4 * TRIALS))}`);
}

const changes: readonly (readonly [string, Change])[] = [
  ['brightness +5 levels', ['brighter', 5 / 80]],
  ['brightness +10 levels', ['brighter', 10 / 80]],
  ['brightness +15 levels', ['brighter', 15 / 80]],
  ['brightness +20 levels', ['brighter', 20 / 80]],
  ['brightness +30 levels', ['brighter', 30 / 80]],
  ['light −5 %', ['darker', 0.05 / 0.7]],
  ['light −10 %', ['darker', 0.1 / 0.7]],
  ['light −20 %', ['darker', 0.2 / 0.7]],
  ['contrast −10 %', ['contrast', 0.1 / 0.7]],
  ['contrast −20 %', ['contrast', 0.2 / 0.7]],
  ['blur, σ 0.4 px', ['blur', 0.001]],
  ['blur, σ 0.6 px', ['blur', 0.1]],
  ['blur, σ 0.8 px', ['blur', 0.19]],
  ['colour noise, σ 2', ['noise', 2 / 40]],
  ['noise, σ 2 levels', ['noise', 2 / 40, 'grey']],
  ['noise, σ 4 levels', ['noise', 4 / 40, 'grey']],
  ['noise, σ 6 levels', ['noise', 6 / 40, 'grey']],
];
const sizes = [100, 200, 500];
console.log(`\nFound, of ${TRIALS} windows each`);
async function show(name: string, source: Source): Promise<void> {
  const cells = sizes.map((size) => alarms(source, size, alphaOf(15), TRIALS));
  const together = Array.from({ length: 40 }, (_, seed) => {
    const { reference, values } = trial(source, 200, 1, seed);
    const { before, now } = rankedPoints(reference, values);
    return meanDiscrepancy(before, now, { seed }).pValue;
  }).filter((p) => p <= 0.005).length;
  const alike = alarms(source, 200, 0.005, TRIALS).share;
  const causes = cells[1]?.causes.slice(0, 3).join(', ') ?? '';
  const shown = cells.map(({ share }) => percent(share).padStart(6)).join(' ');
  const escapes = source.good.filter(({ outcome }) => outcome !== 'OK').length / source.good.length;
  console.log(
    `  ${name.padEnd(24)} ${shown}   at 200 and α 0.005: ${percent(alike)}, MMD ${percent(together / 40)}   good judged otherwise ${percent(escapes)}   ${causes}`,
  );
}
await show('nothing', plain);
for (const [name, change] of changes) {
  await show(name, { good: await judged(good, change), defects: await judged(defects, change) });
}
const strange = await judged(await decoded(newFolder), null);
console.log(
  `\nNew class: ${percent(strange.filter(({ outcome }) => outcome === 'OK').length / strange.length)} judged OK`,
);
for (const strangeShare of [0.02, 0.05, 0.1, 0.2, 0.5]) {
  await show(`new class, ${percent(strangeShare)} of parts`, { ...plain, strange, strangeShare });
}
await judge.close();
await executor.close();
