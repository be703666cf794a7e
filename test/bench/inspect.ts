// An inspection on real images: how long a part takes against bare ONNX Runtime and sharp, what 20 violent ends lose or
// double, whether verdicts are those of the app, and what memory does over 50,000 parts.
// `node test/bench/inspect.ts package.zip site.pub.json images [parts] [model.onnx of the run]`
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { appDecisions } from '../../main/export/package/run-form.ts';
import { mainModel, verifyPackage } from '../../main/export/package/verify.ts';
import { Engines } from '../../main/inspect/engines.ts';
import { lineKeys, makeLine, readSettings, trustKey } from '../../main/inspect/line-folder.ts';
import { Line } from '../../main/inspect/runtime.ts';
import { startEngine } from '../../main/jobs/engine.ts';
import { findImages } from '../../main/services/find-images.ts';
import { requireTrusted } from '../../main/services/packages/trust.ts';
import { Predictor } from '../../main/services/predict.ts';
import { openLineStore } from '../../main/store/index.ts';
import { random } from '../../shared/domain/random.ts';

const [packagePath = '', key = '', imageFolder = '', wanted = '50000', modelPath] = process.argv.slice(2);
const program = new URL('../../main/cli/narashi.js', import.meta.url).pathname;
const KILLS = 20;

async function newLine(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `narashi-${name}-`));
  await makeLine(folder, { name, httpPort: 18_780 });
  await trustKey(folder, key);
  return folder;
}

function quantiles(times: readonly number[]): string {
  const ascending = [...times].sort((a, b) => a - b);
  const at = (share: number) => (ascending[Math.floor(share * ascending.length)] ?? 0).toFixed(2);
  return `p50 ${at(0.5)} p95 ${at(0.95)} p99 ${at(0.99)} ms`;
}
const p95 = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(0.95 * times.length)] ?? 0;

/** Alternately through the runtime and bare, one at a time. */
async function latency(images: readonly string[]): Promise<void> {
  const folder = await newLine('latency');
  const keys = await lineKeys(folder);
  const settings = { ...(await readSettings(folder)), folder: null, http: null };
  const line = await Line.start(
    {
      folder,
      settings,
      engines: new Engines(1),
      requireTrusted: (verified) => void requireTrusted(verified, keys),
      log: () => undefined,
    },
    packagePath,
  );
  const verified = await verifyPackage(packagePath);
  const { width, height } = verified.manifest.preprocessing;
  const session = await InferenceSession.create(Buffer.from(mainModel(verified).bytes), {
    intraOpNumThreads: 1,
    executionProviders: ['cpu'],
  });
  const bare = async (bytes: Buffer): Promise<number> => {
    const from = performance.now();
    const rgb = await sharp(bytes).resize(width, height, { fit: 'fill' }).toColourspace('srgb').raw().toBuffer();
    const data = new Float32Array(3 * width * height);
    for (let at = 0; at < width * height; at++)
      for (let channel = 0; channel < 3; channel++) data[channel * width * height + at] = rgb[at * 3 + channel] ?? 0;
    await session.run({ image: new Tensor('float32', data, [1, 3, height, width]) }, ['probabilities']);
    return performance.now() - from;
  };
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (const [place, path] of images.slice(0, 1200).entries()) {
    const bytes = await readFile(path);
    const took = await bare(bytes);
    const completeAt = performance.now();
    await line.inspect({
      source: 'http',
      name: path,
      reference: null,
      identity: null,
      bytes,
      completeAt,
      hasImage: false,
    });
    if (place < 100) continue;
    theirs.push(took);
    ours.push(performance.now() - completeAt);
  }
  console.log(
    `a part, recorded: ${quantiles(ours)}; bare: ${quantiles(theirs)}; p95 ratio ${(p95(ours) / p95(theirs)).toFixed(2)}`,
  );
  await line.stop();
  await session.release();
  await rm(folder, { recursive: true });
}

/** What the app decides: its own exported model, its own decoding, the rule of the package. */
async function appVerdicts(images: readonly string[]): Promise<Map<string, string>> {
  const { manifest } = await verifyPackage(packagePath);
  const engine = startEngine({ threads: 2 });
  const predictor = await Predictor.open(engine, modelPath ?? '');
  const found = new Map<string, string>();
  for await (const { path, probabilities } of predictor.judge(images)) {
    const [decision = ''] = appDecisions(
      { probabilities: Float32Array.from(probabilities), distances: null },
      manifest.classes,
      manifest.rule,
    );
    found.set(path, decision);
  }
  await predictor.close();
  await engine.close();
  return found;
}

/** All images by HTTP, and what the app says of them. */
async function sameByHttp(images: readonly string[], expected: ReadonlyMap<string, string>): Promise<void> {
  const folder = await newLine('http');
  const { http } = await readSettings(folder);
  const child = start(folder, '--package', packagePath);
  while (!(await isReady())) await wait(100);
  let different = 0;
  for (const path of images) {
    const body = new Uint8Array(await readFile(path));
    const headers = { authorization: `Bearer ${http?.token}` };
    const { outcome } = Object(await (await fetch(`${url}/inspect`, { method: 'POST', body, headers })).json());
    if (outcome !== expected.get(path)) different++;
  }
  console.log(`by HTTP: ${images.length} images, ${different} verdicts other than the app's`);
  child.kill('SIGTERM');
  await ended(child);
  await rm(folder, { recursive: true });
}

const url = 'http://127.0.0.1:18780';
const isReady = () =>
  fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );

function start(folder: string, ...more: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, 'inspect', folder, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Images drop in while the program is killed again and again. */
async function kills(images: readonly string[], expected: ReadonlyMap<string, string>): Promise<void> {
  const folder = await newLine('kills');
  const incoming = join(folder, 'incoming');
  const stream = random(7, 'kills');
  let child = start(folder, '--package', packagePath);
  // The first start takes the model into use; a kill before leaves a line without one.
  while (!existsSync(join(folder, 'models', 'in-use.json'))) await wait(50);
  const dropping = (async () => {
    for (const [place, path] of images.entries()) {
      await cp(path, join(incoming, `${String(place).padStart(5, '0')}-${basename(path)}`));
      if (place % 60 === 59) await wait(200 + stream.integer(600));
    }
  })();
  for (let kill = 0; kill < KILLS; kill++) {
    await wait(1_200 + stream.integer(1_200));
    child.kill('SIGKILL');
    await ended(child);
    child = start(folder);
  }
  await dropping;
  while ((await readdir(incoming)).length > 0) await wait(200);
  child.kill('SIGTERM');
  await ended(child);
  const store = openLineStore(join(folder, 'inspection.db'));
  const parts = store.parts.since(0, 1e6);
  const names = new Set(parts.map(({ name }) => name));
  const different = parts.filter(
    ({ name, outcome }) => expected.get(images[Number.parseInt(name, 10)] ?? '') !== outcome,
  );
  const csv = (
    await Promise.all(
      (await readdir(join(folder, 'results'))).map((name) => readFile(join(folder, 'results', name), 'utf8')),
    )
  ).join('');
  const rows = csv.split('\r\n').filter((row) => /^\d+,/.test(row));
  const kept = (await readdir(join(folder, 'images'), { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  console.log(
    `${KILLS} kills over ${images.length} images: ${parts.length} parts, ${names.size} different, ${rows.length} CSV rows ` +
      `(${new Set(rows.map((row) => row.split(',')[0])).size} different), ${kept.length} images kept, ${store.parts.unfinished(1e6).length} unfinished, ` +
      `${modelPath ? different.length : 'not compared:'} verdicts other than the app's`,
  );
  store.close();
  await rm(folder, { recursive: true });
}

/** Parts sent by HTTP, four at a time; memory of the program now and then. */
async function memory(images: readonly string[], parts: number): Promise<void> {
  const folder = await newLine('memory');
  const { http } = await readSettings(folder);
  const child = start(folder, '--package', packagePath);
  const headers = { authorization: `Bearer ${http?.token}` };
  while (!(await isReady())) await wait(100);
  const files = await Promise.all(images.slice(0, 300).map((path) => readFile(path)));
  const from = performance.now();
  const seen: string[] = [];
  let next = 0;
  const status = async () => await (await fetch(`${url}/status`, { headers })).json();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (next < parts) {
        const place = next++;
        const body = new Uint8Array(files[place % files.length] ?? []);
        const response = await fetch(`${url}/inspect`, { method: 'POST', body, headers });
        await response.json();
        if (place % Math.round(parts / 10) === Math.round(parts / 10) - 1) {
          const { memoryMegabytes } = Object(await status());
          seen.push(`${place + 1}: ${memoryMegabytes} MB`);
        }
      }
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  console.log(`${parts} parts by HTTP, ${(parts / seconds).toFixed(0)} a second; memory ${seen.join(', ')}`);
  child.kill('SIGTERM');
  await ended(child);
  await rm(folder, { recursive: true });
}

await mkdir(tmpdir(), { recursive: true });
const images = await findImages([imageFolder]);
const only = process.env.BENCH;
if (!only || only === 'latency') await latency(images);
const expected = modelPath ? await appVerdicts(images) : new Map<string, string>();
if (!only || only === 'kills') await kills(images, expected);
if (modelPath && (!only || only === 'http')) await sameByHttp(images, expected);
if (!only || only === 'memory') await memory(images, Number(wanted));
