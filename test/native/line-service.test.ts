// A line from the training to the part on the belt, over real processes: the app starts the very program, survives its
// violent end, and never leaves it behind, not even by its own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleImage } from '../../main/data/sample/sample-images.ts';
import { openApp } from '../../main/host/compose.ts';
import type { App } from '../../main/host/running-app.ts';
import { openWorkspace } from '../../main/services/workspace.ts';
import { contracts } from '../../shared/contract/index.ts';
import type { LineForm } from '../../shared/contract/line.ts';
import { memoryPair } from '../../shared/rpc/channels/memory.ts';
import { connect } from '../../shared/rpc/client.ts';
import { trainableProject } from '../support/trainable-project.ts';

let folder = '';
let root = '';
let projectId = 0;
let app: App;
let api: ReturnType<typeof connect<typeof contracts>>;

async function open(): Promise<void> {
  app = await openApp({ root, host: 'browser', language: 'en', restart: () => undefined });
  const [here, there] = memoryPair();
  app.serve(there);
  api = connect(contracts, here);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'narashi-ライン-'));
  root = join(folder, '作業');
  const workspace = openWorkspace(root);
  projectId = await trainableProject(workspace, [
    { kind: 'OK', images: 24 },
    { kind: 'stain', images: 24 },
  ]);
  workspace.close();
  await open();
  await api.training.start({
    projectId,
    preset: 'fast',
    method: 'sgd',
    advanced: { size: 16, epochs: 1, batchSize: 8 },
  });
}, 60_000);
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const form: LineForm = {
  name: 'ライン1',
  taktMilliseconds: 1_000,
  afterwards: 'move',
  httpPort: 8_780,
  csv: false,
  webhook: null,
  modbus: null,
  mqtt: null,
};
const lineFolder = () => join(root, 'lines', String(projectId));
const view = () => api.line.view({ projectId });
const counted = async () => Object.values((await view()).report?.counts ?? {}).reduce((sum, each) => sum + each, 0);
const put = async (name: string) => writeFile(join(lineFolder(), 'incoming', name), await sampleImage('OK', 90, 1, 32));

/** Processes that inspect this line. */
function inspections(): number[] {
  try {
    return execFileSync('pgrep', ['-f', `inspect ${lineFolder()}`], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
  } catch {
    return [];
  }
}

it('goes from a training to verdicts, through a violent end, and ends with the app', async () => {
  const isDone = async () => (await api.history.runs({ projectId, status: 'done', limit: 1 })).length;
  await expect.poll(isDone, { timeout: 60_000, interval: 100 }).toBe(1);
  await expect(api.line.start({ projectId })).rejects.toMatchObject({ code: 'line.not-set-up' });
  await api.line.save({ projectId, form });
  // Away from the ports of whatever else is tested on this PC.
  await api.line.save({ projectId, form: { ...form, httpPort: 20_000 + (process.pid % 20_000) } });
  await expect(api.line.start({ projectId })).rejects.toMatchObject({ code: 'line.no-model' });
  await api.packages.makeKey({ site: '第一工場', passphrase: 'correct horse' });
  const told: unknown[] = [];
  const options = { onProgress: (value: unknown) => told.push(value) };
  const used = await api.line.use({ projectId, runId: 1, passphrase: 'correct horse' }, options);
  expect(used).toMatchObject({ state: 'running', model: { site: '第一工場' }, report: { ready: true } });
  expect(told.length).toBeGreaterThan(0);

  await put('one.png');
  await expect.poll(counted, { timeout: 10_000 }).toBe(1);
  const [part] = (await view()).parts;
  await expect
    .poll(async () => (await app.partPicture(projectId, part?.id ?? 0, 'image'))?.contentType)
    .toBe('image/png');

  expect(await api.line.see({ projectId })).toMatchObject({ report: { checks: { alarm: null } } });
  const [pid = 0, ...others] = inspections();
  expect(others).toEqual([]);
  process.kill(pid, 'SIGKILL');
  await expect.poll(async () => (await view()).state).toBe('ended');
  expect(await view()).toMatchObject({ problem: { code: 'line.ended', data: { reason: 'SIGKILL' } }, report: null });
  await put('two.png');
  expect(await api.line.start({ projectId })).toMatchObject({ state: 'running', problem: null });
  await expect.poll(counted, { timeout: 10_000 }).toBe(2);

  await app.close();
  expect(inspections()).toEqual([]);
  await open();
  expect(await view()).toMatchObject({ state: 'stopped', model: { site: '第一工場' } });
}, 120_000);

it('ends in order when whoever started it is killed', async () => {
  const parentFile = join(import.meta.dirname, '../support/line-parent.ts');
  const argv = ['--disable-warning=ExperimentalWarning', parentFile, lineFolder(), root];
  const parent: ChildProcess = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  await expect.poll(async () => (await view()).report?.ready, { timeout: 20_000 }).toBe(true);
  expect(await view()).toMatchObject({ elsewhere: true });
  parent.kill('SIGKILL');
  await expect.poll(inspections, { timeout: 10_000 }).toEqual([]);
  await expect.poll(async () => (await view()).state, { timeout: 10_000 }).toBe('stopped');
}, 60_000);
