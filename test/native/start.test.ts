// The start command as a user has it: comes up, lets a browser in, serves every service, survives being killed, shows the
// running app at a second start, restores a backup while it runs, and ends in order.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../main/store/index.ts';
import { unpackIdentities } from '../../shared/contract/common.ts';
import type { ImportState } from '../../shared/contract/imports.ts';
import { defaultProjectSettings } from '../../shared/contract/projects.ts';
import { noisePng } from '../support/images.ts';
import { type Entered, Started } from '../support/started.ts';
import { makeZip } from '../support/zip.ts';

describe('npm start', () => {
  let workspace: string;
  const started: Started[] = [];
  const entered: Entered[] = [];
  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'narashi-start-'));
  });
  afterEach(async () => {
    for (const each of entered.splice(0)) each.api.close();
    for (const each of started.splice(0)) await each.kill('SIGKILL');
    await rm(workspace, { recursive: true, force: true });
  });

  function start(...args: string[]): Started {
    const each = new Started(workspace, ...args);
    started.push(each);
    return each;
  }

  async function enter(program: Started): Promise<Entered> {
    const browser = await program.enter();
    entered.push(browser);
    await browser.connected();
    return browser;
  }

  const draft = (name: string) => ({ settings: { ...defaultProjectSettings, name }, classes: [] });

  it('lets a browser in by its link and serves the page and every service', async () => {
    const program = start('--lang', 'ja');
    const browser = await enter(program);
    expect(program.output).toContain('--browser の指定による');
    expect(await (await browser.get('/')).text()).toContain('<div id="app">');
    const { clients } = browser.api;
    expect(await clients.system.settings({})).toMatchObject({ language: 'ja' });
    expect(await clients.system.info({})).toMatchObject({ host: 'browser', workspace, notices: [] });
    const { id } = await clients.projects.create(draft('部品A'));
    expect(await clients.projects.list({})).toMatchObject([{ id, settings: { name: '部品A' } }]);
    expect(await clients.images.facets({ projectId: id })).toMatchObject({ total: 0 });
    expect(await clients.imports.active({ projectId: id })).toEqual([]);
    expect((await clients.training.check({ projectId: id })).errors).not.toEqual([]);
    expect(await clients.training.queue({})).toEqual([]);
    expect(await clients.history.activity({ limit: 10 })).toMatchObject([{ kind: 'project.created' }]);
    await expect(clients.results.report({ runId: 1 })).rejects.toMatchObject({ code: 'store.run-not-found' });
    await expect(clients.exports.verify({ runId: 1 })).rejects.toMatchObject({ code: 'store.run-not-found' });
    expect(await program.kill('SIGTERM')).toBe(0);
    expect(existsSync(join(workspace, 'app.json'))).toBe(false);
  });

  it('keeps every committed change when it is killed, and starts again at once', async () => {
    const names = Array.from({ length: 5 }, (_, index) => `killed ${index}`);
    for (const name of names) {
      const program = start();
      const browser = await enter(program);
      await browser.api.clients.projects.create(draft(name));
      await program.kill('SIGKILL');
      browser.api.close();
    }
    const store = openStore(join(workspace, 'narashi.db'));
    expect(
      store.projects
        .list()
        .map(({ settings }) => settings.name)
        .sort(),
    ).toEqual(names);
    store.checkIntegrity();
    store.close();
  });

  it('opens the running app again at a second start, and leaves it alone', async () => {
    const first = start();
    const browser = await enter(first);
    const second = start('--lang', 'en');
    expect(await second.ended).toBe(0);
    expect(second.output).toContain('running already');
    const again = await second.enter();
    entered.push(again);
    await again.connected();
    const { id } = await browser.api.clients.projects.create(draft('seen by both'));
    expect(await again.api.clients.projects.get({ projectId: id })).toMatchObject({ id });
  });

  it('imports what a browser sends, and shows it', async () => {
    const browser = await enter(start());
    const { clients } = browser.api;
    const { id: projectId } = await clients.projects.create(draft('sent'));
    const files = await pictures();
    const grant = await browser.upload(files);
    const { importId } = await clients.imports.inspect({ projectId, grant });
    await expect
      .poll(async () => (await clients.imports.get({ importId })).phase, { timeout: 20_000 })
      .toBe('inspected');
    await clients.imports.confirm({ importId, classes: [] });
    await expect.poll(async () => (await clients.imports.get({ importId })).phase, { timeout: 20_000 }).toBe('done');
    const { ids } = await clients.images.find({ projectId, filter: {}, sort: 'path' });
    const rows = await clients.images.rows({ projectId, ids: [...unpackIdentities(ids)] });
    expect(rows.map(({ path }) => path)).toEqual(Object.keys(files).sort());
    const picture = await browser.get(`/media/thumbnail/${rows[0]?.hash}`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/webp']);
    // The upload has become the library's.
    await expect.poll(() => readdir(join(workspace, 'tmp/uploads'))).toEqual([]);
  });

  it('opens nothing beside what was sent, whatever a ZIP or a list names', async () => {
    const outside = join(workspace, 'outside.png');
    const picture = Uint8Array.from(await noisePng(1, 24));
    await writeFile(outside, picture);
    const zip = makeZip(
      ['OK/a.png', '../../../escaped.png', '/tmp/narashi-escaped.png', 'OK/../../escaped.png'].map((name, index) => ({
        name,
        data: index === 0 ? picture : Uint8Array.of(index),
      })),
    );
    const list = Buffer.from(`path,label\na.png,OK\n../../../outside.png,OK\n${outside},OK\n`);
    const browser = await enter(start());
    const { clients } = browser.api;
    const { id: projectId } = await clients.projects.create(draft('hostile'));
    const sent = [{ 'hostile.zip': Uint8Array.from(zip) }, { 'list.csv': Uint8Array.from(list), 'a.png': picture }];
    const states: ImportState[] = [];
    for (const files of sent) {
      const { importId } = await clients.imports.inspect({ projectId, grant: await browser.upload(files) });
      const state = () => clients.imports.get({ importId });
      await expect.poll(async () => (await state()).phase, { timeout: 20_000 }).not.toBe('inspecting');
      states.push(await state());
    }
    expect(states).toMatchObject([
      { phase: 'failed', failure: { code: 'imports.zip-unsafe-path', data: { entry: '../../../escaped.png' } } },
      {
        phase: 'inspected',
        report: {
          images: 1,
          leftOut: [
            { path: '../../../outside.png', code: 'imports.listed-file-outside' },
            { path: outside, code: 'imports.listed-file-outside' },
          ],
        },
      },
    ]);
    const found = await readdir(workspace, { recursive: true });
    expect(found.filter((path) => path.includes('escaped'))).toEqual([]);
    expect(existsSync('/tmp/narashi-escaped.png')).toBe(false);
  });

  it('backs up to a download, and restores it while it runs', async () => {
    const browser = await enter(start());
    const { clients } = browser.api;
    await clients.projects.create(draft('before'));
    const { download } = await clients.system.backUp({});
    const zip = new Uint8Array(await (await browser.get(`/download/${download}`)).arrayBuffer());
    await clients.projects.create(draft('after'));

    const restarting = new Promise((resolve) => clients.system.on('restarting', resolve));
    const reconnected = new Promise((resolve) => browser.api.onReconnect(() => resolve(undefined)));
    await clients.system.restore({ grant: await browser.upload({ 'backup.zip': zip }) });
    await Promise.all([restarting, reconnected]);
    expect((await clients.projects.list({})).map(({ settings }) => settings.name)).toEqual(['before']);
    expect((await clients.system.info({})).notices).toMatchObject([{ code: 'system.restored' }]);
    expect((await clients.history.activity({ limit: 1 }))[0]).toMatchObject({ kind: 'workspace.restored' });
    expect(await readdir(join(workspace, 'replaced'))).toHaveLength(1);
  });

  it('says what is wrong instead of a stack trace', async () => {
    const wrong = start('--listen', '0.0.0.0', '--lang', 'en');
    expect([await wrong.ended, wrong.output]).toEqual([
      1,
      expect.stringMatching(/^Narashi did not start\.\n.*--listen/su),
    ]);
    await writeFile(join(workspace, 'narashi.db'), 'no database at all, but long enough to look like one'.repeat(100));
    const damaged = start('--lang', 'ja');
    expect([await damaged.ended, damaged.output]).toEqual([
      1,
      expect.stringMatching(/起動できませんでした.*壊れています/su),
    ]);
    expect(damaged.output).not.toMatch(/\n {4}at /u);
  });
});

/** Three classes of pictures that differ. */
async function pictures(): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const paths = ['OK/1.png', 'OK/2.png', 'きず/1.png', '汚れ/1.png'];
  const made = await Promise.all(paths.map((_, index) => noisePng(index + 1, 24)));
  return Object.fromEntries(paths.map((path, index) => [`部品/${path}`, Uint8Array.from(made[index] ?? [])]));
}
