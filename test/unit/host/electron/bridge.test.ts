// Files picked, dropped and named in the window: only the app's own page may ask, and it gets grants, never paths.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenDialogOptions, SaveDialogOptions } from 'electron';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Frame, type Sender, serveBridge } from '../../../../main/host/electron/bridge.ts';
import { channels } from '../../../../main/host/electron/channels.ts';
import { windowVoice } from '../../../../main/host/electron/text.ts';
import { Grants } from '../../../../main/services/grants.ts';

const frame = (url: string, parent: object | null = null): Frame => ({ url, parent, postMessage: () => undefined });
const own: Sender = { senderFrame: frame('narashi://app/#/projects') };

class Window {
  readonly handlers = new Map<string, (event: Sender, given: unknown) => unknown>();
  readonly grants = new Grants();
  readonly asked: (OpenDialogOptions | SaveDialogOptions)[] = [];
  readonly ports: Frame[] = [];
  picked: readonly string[] = [];
  saved: string | undefined;
  isOpen = true;

  constructor() {
    serveBridge({
      ipc: {
        handle: (channel, listener) => this.handlers.set(channel, listener),
        on: (channel, listener) => this.handlers.set(channel, listener),
      },
      open: async (options) => {
        this.asked.push(options);
        return this.picked;
      },
      save: async (options) => {
        this.asked.push(options);
        return this.saved;
      },
      grants: () => (this.isOpen ? this.grants : undefined),
      say: () => windowVoice('ja'),
      givePort: (to) => this.ports.push(to),
    });
  }

  async call(channel: string, given?: unknown, sender: Sender = own): Promise<unknown> {
    return this.handlers.get(channel)?.(sender, given);
  }
}

function grantOf(answer: unknown): string {
  return typeof answer === 'object' && answer !== null && 'grant' in answer ? String(answer.grant) : '';
}

describe('the bridge', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'narashi-bridge-'));
    for (const name of ['a.png', '部品.png']) await writeFile(join(folder, name), '');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ['a page elsewhere', { senderFrame: frame('https://evil.example/') }],
    ['another host of the scheme', { senderFrame: frame('narashi://evil/') }],
    ['a file of the app that is not its page', { senderFrame: frame('narashi://app/assets/x.svg') }],
    ['a frame within the page', { senderFrame: frame('narashi://app/', {}) }],
    ['a frame that is gone', { senderFrame: null }],
  ])('refuses %s', async (_, sender) => {
    const window = new Window();
    window.picked = ['/etc/passwd'];
    window.saved = '/etc/passwd';
    for (const channel of Object.values(channels).filter((name) => name !== channels.port)) {
      await expect(window.call(channel, 'images', sender)).rejects.toThrow('not a window');
    }
    expect([window.asked, window.ports]).toEqual([[], []]);
  });

  it('gives a port to the page that asks', async () => {
    const window = new Window();
    await window.call(channels.requestPort);
    expect(window.ports).toEqual([own.senderFrame]);
  });

  it('makes what is picked a grant to read', async () => {
    const window = new Window();
    window.picked = ['/data/部品'];
    const folderAnswer = await window.call(channels.pickFolder);
    expect(folderAnswer).toEqual({ grant: expect.any(String), label: '部品' });
    expect(window.grants.read(grantOf(folderAnswer))).toEqual(['/data/部品']);
    expect(JSON.stringify(folderAnswer)).not.toContain('/data');

    window.picked = ['/data/a.png', '/data/b.png', '/data/c.png'];
    expect(await window.call(channels.pickFiles, 'images')).toMatchObject({ label: 'a.png +2' });
    expect(window.asked.map(({ properties }) => properties)).toEqual([
      ['openDirectory'],
      ['openFile', 'multiSelections'],
    ]);
  });

  it('offers one backup, not several, and speaks the language of the window', async () => {
    const window = new Window();
    expect(await window.call(channels.pickFiles, 'backup')).toBeNull();
    expect(window.asked).toEqual([
      { properties: ['openFile'], filters: [{ name: 'Narashiのバックアップ', extensions: ['zip'] }] },
    ]);
  });

  it.each(['executables', 1, undefined, '__proto__', { toString: () => 'images' }])(
    'knows no files of kind %j',
    async (kind) => {
      const window = new Window();
      await expect(window.call(channels.pickFiles, kind)).rejects.toThrow();
      expect(window.asked).toEqual([]);
    },
  );

  it('grants of what is dropped only what is a file here', async () => {
    const window = new Window();
    const paths = [join(folder, 'a.png'), '', join(folder, 'missing.png'), join(folder, '部品.png')];
    const answer = await window.call(channels.grantDropped, paths);
    expect(answer).toMatchObject({ label: 'a.png +1' });
    expect(window.grants.read(grantOf(answer))).toEqual([paths[0], paths[3]]);
    expect(await window.call(channels.grantDropped, ['', '/no/such/file'])).toBeNull();
    for (const given of ['/etc', [1], [{}], undefined]) {
      await expect(window.call(channels.grantDropped, given)).rejects.toThrow();
    }
  });

  it('makes the place to save to a grant to write, suggesting a name and no folder', async () => {
    const window = new Window();
    window.saved = '/data/model.onnx';
    const answer = await window.call(channels.saveAs, '../../etc/cron.d\\model.onnx');
    expect(window.asked).toMatchObject([{ defaultPath: 'model.onnx' }]);
    expect(window.grants.write(grantOf(answer))).toBe('/data/model.onnx');
    expect(() => window.grants.read(grantOf(answer))).toThrow();
    window.saved = undefined;
    expect(await window.call(channels.saveAs, 'model.onnx')).toBeNull();
    await expect(window.call(channels.saveAs, '')).rejects.toThrow();
  });

  it('grants nothing while the app starts anew', async () => {
    const window = new Window();
    window.isOpen = false;
    window.picked = ['/data'];
    window.saved = '/data/x';
    expect(await window.call(channels.pickFolder)).toBeNull();
    expect(await window.call(channels.saveAs, 'x')).toBeNull();
  });
});
