// A line as a window steers it: set up, started, watched, its model changed; and every way in which it can fall silent.
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { expect, it, onTestFinished } from 'vitest';
import { imagePlace, placeOf } from '../../../main/inspect/keep-image.ts';
import { makeLine, readSettings, writeSettings } from '../../../main/inspect/line-folder.ts';
import { Lines } from '../../../main/services/line/lines.ts';
import { createLineService } from '../../../main/services/line.ts';
import { Packaging } from '../../../main/services/packages/packaging.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type LineForm, type LineView, lineView, MOST_SILENCE } from '../../../shared/contract/line.ts';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import { linePart } from '../../support/line-part.ts';
import { packagingChildren } from '../../support/packaging-child.ts';
import { StandInInspection } from '../../support/stand-in-inspection.ts';
import { codeOfAsync, sha256, temporaryFolder } from '../store/fixture.ts';
import { finished } from './finished-run.ts';
import { logged, startApp } from './fixture.ts';

const form: LineForm = {
  name: 'A棟 1号機',
  taktMilliseconds: 800,
  afterwards: 'move',
  httpPort: 8_780,
  csv: true,
  webhook: null,
  modbus: null,
  mqtt: null,
};

function call() {
  return { signal: new AbortController().signal, progress: () => undefined };
}

async function open() {
  const app = startApp();
  const { context, clients } = app;
  const settings = { ...defaultProjectSettings, name: 'ねじ' };
  const { id: projectId } = await clients.projects.create({ settings, classes: [] });
  const inspection = new StandInInspection();
  const busy: boolean[] = [];
  const children = packagingChildren(sha256('m'));
  const packaging = new Packaging(context, { startChild: children.start });
  const lines = new Lines(context, { start: inspection.start, period: 20, onInspecting: (is) => void busy.push(is) });
  const service = createLineService(context, { lines, packaging });
  onTestFinished(async () => {
    await inspection.end({ problem: null, reason: '' });
    await lines.close();
  });
  const folder = lines.folderOf(projectId);
  const views = () => app.events.filter(([name]) => name === 'line.status').map(([, view]) => lineView.parse(view));
  const save = async (what: Partial<LineForm> = {}, grant?: string) => {
    const given = { projectId, ...(grant ? { folder: grant } : {}) };
    // A new line gets a free port by itself; this one is away from whatever else is tested on this PC.
    if (!existsSync(join(folder, 'line.json'))) await makeLine(folder, { name: form.name });
    return service.save({ ...given, form: { ...form, httpPort: 10_000 + (process.pid % 10_000), ...what } }, call());
  };
  const view = async (): Promise<LineView> => service.view({ projectId }, call());
  const start = async (): Promise<LineView> => service.start({ projectId }, call());
  const stop = async (): Promise<LineView> => service.stop({ projectId }, call());
  return {
    app,
    context,
    projectId,
    inspection,
    busy,
    children,
    packaging,
    lines,
    service,
    folder,
    views,
    save,
    view,
    start,
    stop,
  };
}

it('is set up with a folder of its own, a free port and a token that no window sees', async () => {
  const { view, service, folder, projectId, app } = await open();
  expect(await view()).toMatchObject({ projectId, state: 'stopped', form: null, watched: null, report: null });
  const made = await service.save({ projectId, form }, call());
  expect(made).toMatchObject({ form: { name: 'A棟 1号機', taktMilliseconds: 800 }, watched: join(folder, 'incoming') });
  const { http } = await readSettings(folder);
  expect(JSON.stringify(made)).not.toContain(http?.token);
  expect((await stat(join(folder, 'line.json'))).mode & 0o077).toBe(0);
  expect(logged(app)).toContain('line.settings');
});

it('keeps what people do not set, and never gives a password back', async () => {
  const { save, folder } = await open();
  await save();
  const before = await readSettings(folder);
  await writeSettings(folder, { ...before, threads: 3, images: { ...before.images, keep: 'all' } });
  const broker = { url: 'mqtt://broker:1883', topicPrefix: 'plant/1', username: 'narashi', password: 'tajemstvi' };
  expect((await save({ mqtt: broker })).form?.mqtt).toEqual({ ...broker, password: null });
  const again = await save({ mqtt: { ...broker, password: null, topicPrefix: 'plant/2' }, taktMilliseconds: 500 });
  expect(again.form).toMatchObject({ taktMilliseconds: 500, mqtt: { topicPrefix: 'plant/2' } });
  expect(await readSettings(folder)).toMatchObject({
    threads: 3,
    images: { keep: 'all' },
    mqtt: { password: 'tajemstvi', topicPrefix: 'plant/2' },
    http: before.http,
  });
  expect(await codeOfAsync(() => save({ webhook: { url: 'not an address' } }))).toBe('line.not-saved');
  expect((await readSettings(folder)).webhook).toBeNull();
});

it('watches a folder that was picked, and none inside the workspace', async () => {
  const { save, context } = await open();
  const picked = temporaryFolder();
  const read = (path: string) => context.grants.add({ kind: 'read', paths: [path] });
  expect((await save({}, read(picked))).watched).toBe(picked);
  expect((await save()).watched).toBe(picked);
  await writeFile(join(picked, 'file'), '');
  for (const path of [join(context.workspace.root, 'tmp'), join(picked, 'file'), join(picked, 'gone')]) {
    await mkdir(join(context.workspace.root, 'tmp'), { recursive: true });
    expect(await codeOfAsync(() => save({}, read(path)))).toBe('line.not-a-folder');
  }
});

it('runs once however often it is started, tells what it says, and stops', async () => {
  const { save, start, stop, inspection, views, app, view } = await open();
  expect(await codeOfAsync(start)).toBe('line.not-set-up');
  await save();
  await Promise.all([start(), start()]);
  expect(inspection.orders).toHaveLength(1);
  inspection.parts.push(linePart({ id: 1, outcome: 'NG' }));
  await expect.poll(async () => (await view()).parts.length).toBe(1);
  expect(views().at(-1)).toMatchObject({ state: 'running', report: { ready: true, counts: { NG: 1 } } });
  expect(views().at(-1)?.silence).toBeLessThan(MOST_SILENCE);
  await save({ taktMilliseconds: 900 });
  expect(await view()).toMatchObject({ isOutdated: true });
  expect(await stop()).toMatchObject({ state: 'stopped', report: null, parts: [], isOutdated: false });
  expect(inspection.stops).toBe(1);
  expect(logged(app).slice(-4)).toEqual(['line.settings', 'line.started', 'line.settings', 'line.stopped']);
});

it('says why it cannot start, and is stopped then', async () => {
  const { save, start, inspection, view } = await open();
  await save();
  inspection.refusal = new NarashiError('host.port-in-use', { port: 8_780, reason: 'EADDRINUSE' });
  expect(await codeOfAsync(start)).toBe('host.port-in-use');
  expect(await view()).toMatchObject({ state: 'stopped', problem: null });
  inspection.refusal = undefined;
  expect(await start()).toMatchObject({ state: 'running' });
});

it('tells everybody when it ended by itself, with nothing left that looks like a verdict, and starts again', async () => {
  const { save, start, inspection, views, app } = await open();
  await save();
  inspection.parts.push(linePart({ id: 1, outcome: 'OK' }));
  await start();
  await inspection.end({ problem: null, reason: 'SIGSEGV' });
  await expect.poll(() => views().at(-1)?.state).toBe('ended');
  expect(views().at(-1)).toMatchObject({
    problem: { code: 'line.ended', data: { reason: 'SIGSEGV' } },
    endedAt: expect.any(String),
    report: null,
    parts: [],
  });
  expect(logged(app)).toContain('line.ended');
  expect(await start()).toMatchObject({ state: 'running', problem: null });
});

it('grows older while nobody answers', async () => {
  const { save, start, inspection, views } = await open();
  await save();
  await start();
  inspection.isSilent = true;
  const told = views().length;
  await expect.poll(() => views().at(-1)?.silence ?? 0, { timeout: 10_000 }).toBeGreaterThan(300);
  expect(views().length).toBeGreaterThan(told + 5);
  inspection.isSilent = false;
  await expect.poll(() => views().at(-1)?.silence ?? 1e9).toBeLessThan(200);
});

it('shows an inspection of another program, and steers it not', async () => {
  const { save, view, start, stop, inspection, folder, lines } = await open();
  await save();
  await inspection.open(folder);
  expect(await view()).toMatchObject({ state: 'running', elsewhere: true, report: { ready: true } });
  expect([await codeOfAsync(start), await codeOfAsync(stop)]).toEqual(['line.in-use', 'line.in-use']);
  expect([inspection.orders, lines.isInspecting]).toEqual([[], false]);
  await inspection.end({ problem: null, reason: '' });
  await expect.poll(async () => (await view()).elsewhere, { timeout: 10_000 }).toBe(false);
});

it('takes the package of a run into use: made where it is missing or old, while it runs or with a start', async () => {
  const { app, context, service, save, inspection, children, packaging, projectId, stop } = await open();
  const runId = await finished(app, projectId);
  await writeFile(join(context.workspace.runFolder(runId), 'model.onnx'), 'm');
  await packaging.makeKey('第一工場', 'correct horse');
  const use = async (passphrase?: string) =>
    service.use({ projectId, runId, ...(passphrase === undefined ? {} : { passphrase }) }, call());
  expect(await codeOfAsync(() => use('correct horse'))).toBe('line.not-set-up');
  await save();
  expect(await codeOfAsync(use)).toBe('signing.passphrase-needed');
  const begun = await use('correct horse');
  const { path } = await packaging.shelf.get(runId);
  expect([begun.state, inspection.orders.map(({ packagePath }) => packagePath)]).toEqual(['running', [path]]);
  expect(children.started).toEqual(['verify', 'package']);
  // It is up to date: no words are needed.
  expect((await use()).model?.name).toBe(path);
  expect([inspection.changes, children.started.length]).toEqual([[path], 2]);
  expect((await service.rollBack({ projectId }, call())).model?.name).toBe('rollback');
  inspection.refusal = new NarashiError('package.key-unknown', { path, key: 'k', site: 's' });
  expect(await codeOfAsync(use)).toBe('package.key-unknown');
  await stop();
  expect(await codeOfAsync(async () => service.rollBack({ projectId }, call()))).toBe('line.not-running');
  expect(logged(app).filter((kind) => kind.startsWith('line.'))).toEqual([
    'line.settings',
    'line.started',
    'line.model',
    'line.model',
    'line.rolled-back',
    'line.stopped',
  ]);
});

it('takes only the approved model once there is one', async () => {
  const { app, context, service, save, packaging, projectId } = await open();
  const [approved, other] = [await finished(app, projectId), await finished(app, projectId)];
  const { store } = context.workspace;
  await packaging.makeKey('第一工場', 'correct horse');
  await save();
  const details = { approver: '鈴木', reason: '評価会議', from: 'candidate', to: 'approved', model: 'a'.repeat(64) };
  store.transaction(() => store.modelMoves.record({ projectId, runId: approved, move: 'approve' }, details));
  expect(await codeOfAsync(async () => service.use({ projectId, runId: other }, call()))).toBe('line.not-live');
  expect(await codeOfAsync(async () => service.use({ projectId, runId: approved }, call()))).toBe(
    'signing.passphrase-needed',
  );
});

it('shows the pictures of its latest parts, and no other file whatever a sender called it', async () => {
  const { save, start, view, inspection, lines, projectId, folder } = await open();
  await save();
  const kept = linePart({ id: 1, outcome: 'NG', name: 'a.png' });
  const foreign = linePart({ id: 2, outcome: 'OK', source: 'http', name: '../../../../line.json' });
  const place = placeOf(folder, imagePlace(kept));
  await mkdir(dirname(place), { recursive: true });
  await sharp({ create: { width: 400, height: 300, channels: 3, background: 'red' } })
    .png()
    .toFile(place);
  inspection.parts.push(kept, foreign);
  await start();
  await expect.poll(async () => (await view()).parts.length).toBe(2);
  const small = await lines.picture(projectId, 1, 'thumbnail');
  expect([small?.contentType, (await sharp(small?.bytes).metadata()).width]).toEqual(['image/webp', 256]);
  expect((await lines.picture(projectId, 1, 'image'))?.bytes).toEqual(await readFile(place));
  for (const [project, part] of [
    [projectId, 2],
    [projectId, 3],
    [projectId + 1, 1],
  ] as const) {
    expect(await lines.picture(project, part, 'image')).toBeUndefined();
  }
});

it('is stopped in order when the app closes', async () => {
  const { save, start, stop, inspection, lines, busy } = await open();
  await save();
  await start();
  await stop();
  expect([busy[0], busy.at(-1)]).toEqual([true, false]);
  await start();
  expect([lines.isInspecting, busy.at(-1)]).toEqual([true, true]);
  await lines.close();
  expect([inspection.stops, lines.isInspecting]).toEqual([2, false]);
});
