// The real window, wherever Electron's binary is there: it opens on the app, is shut to everything else, and comes back.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { electronParts, ensureBuilt, page as pageParts } from '../../../main/host/launch/build.ts';
import { electronBinary } from '../../../main/host/launch/electron-binary.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const binary = electronBinary(root);
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const reason = binary === undefined ? 'its binary is not here' : hasDisplay ? undefined : 'there is no display';
if (reason) console.info(`Skipped: the tests of Electron's window, because ${reason}.`);

describe.skipIf(reason !== undefined)('the window', () => {
  let workspace: string;
  let app: ElectronApplication;
  let window: Page;
  beforeAll(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'narashi-window-'));
    for (const part of [pageParts, electronParts]) await ensureBuilt(root, part, () => undefined);
    const args = [root, '--workspace', workspace, '--lang', 'en'];
    app = await _electron.launch({ executablePath: binary ?? '', args });
    window = await app.firstWindow();
  });
  afterAll(async () => {
    await app.close();
    await rm(workspace, { recursive: true, force: true });
  });

  it('shows the app by its own scheme, in the language of the system', async () => {
    await window.waitForSelector('nav');
    expect(window.url()).toMatch(/^narashi:\/\/app\//u);
    await window.getByText('Welcome to Narashi').waitFor();
    expect(existsSync(join(workspace, 'narashi.db'))).toBe(true);
  });

  it('gives the page the bridge, and nothing of Node or Electron', async () => {
    const bridge = await window.evaluate('Object.keys(globalThis.narashi).sort()');
    expect(bridge).toEqual(['grantDropped', 'pickFiles', 'pickFolder', 'requestPort', 'saveAs']);
    const names = JSON.stringify(['require', 'process', 'module', 'Buffer', 'ipcRenderer']);
    expect(await window.evaluate(`${names}.filter((name) => name in globalThis)`)).toEqual([]);
  });

  it('stays where it is and opens nothing beside', async () => {
    const before = app.windows().length;
    await window.evaluate('open("https://example.com/"), location.assign("https://example.com/"), 0');
    await window.waitForTimeout(500);
    expect(window.url()).toMatch(/^narashi:\/\/app\//u);
    expect(app.windows()).toHaveLength(before);
  });

  it('reaches nothing over a network, runs no script put into the page, gets no permission', async () => {
    expect(await window.evaluate('fetch("https://example.com/").then(() => true, () => false)')).toBe(false);
    const insert = `const script = document.createElement('script');
      script.textContent = 'globalThis.ran = true';
      document.body.append(script);
      'ran' in globalThis`;
    expect(await window.evaluate(insert)).toBe(false);
    expect(await window.evaluate('Notification.requestPermission()')).toBe('denied');
  });

  it('comes back when its process dies', async () => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
    await expect.poll(() => app.windows().at(-1)?.locator('nav').count(), { timeout: 15_000 }).toBe(1);
  });
});
