// The window's doors, with stand-ins for Electron: every one is shut, and only the app's own page gets through.
import { describe, expect, it } from 'vitest';
import { isOwn, isStartPage, mayLoad } from '../../../../main/host/electron/address.ts';
import { hardenApp, hardenContents, hardenSession, pagePreferences } from '../../../../main/host/electron/hardening.ts';

interface Event {
  readonly url: string;
  preventDefault(): void;
}

/** Stands for Electron's WebContents; keeps what is registered. */
class Contents {
  readonly listeners = new Map<string, (event: Event) => void>();
  openHandler: (() => { action: 'deny' }) | undefined;

  on(name: string, listener: (event: Event) => void): void {
    this.listeners.set(name, listener);
  }

  setWindowOpenHandler(handler: () => { action: 'deny' }): void {
    this.openHandler = handler;
  }

  /** Whether an event to this address is prevented. */
  prevents(name: string, url: string): boolean {
    let count = 0;
    this.listeners.get(name)?.({ url, preventDefault: () => count++ });
    return count > 0;
  }
}

const foreign = [
  'https://evil.example/',
  'http://127.0.0.1:8000/',
  'file:///etc/passwd',
  'narashi://evil/',
  'narashi://app.evil.example/',
  'narashi://app',
  'javascript:alert(1)',
  'about:blank',
  'data:text/html,x',
  'narashi:app/',
  'NARASHI://app/#/',
];

describe('addresses', () => {
  it.each(foreign)('%s is not ours', (url) => {
    expect([isOwn(url), isStartPage(url)]).toEqual([false, false]);
  });

  it.each([
    ['narashi://app/', true, true],
    ['narashi://app/#/projects', true, true],
    ['narashi://app/assets/main.js', true, false],
    ['narashi://app/?x=1', true, false],
  ])('%s', (url, own, page) => {
    expect([isOwn(url), isStartPage(url)]).toEqual([own, page]);
  });

  it.each([
    'https://x.example/',
    'http://localhost/',
    'ws://127.0.0.1/',
    'ftp://x.example/',
    'file:///x',
    'narashi://other/',
  ])('%s is not loaded', (url) => expect(mayLoad(url)).toBe(false));
});

describe('the page', () => {
  it('runs isolated, in a sandbox and without Node', () => {
    expect(pagePreferences('/preload.cjs')).toMatchObject({
      preload: '/preload.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
    });
  });

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('is not left by %s', (name) => {
    const contents = new Contents();
    hardenContents(contents);
    for (const url of [...foreign, 'narashi://app/assets/main.js']) {
      expect([url, contents.prevents(name, url)]).toEqual([url, true]);
    }
    expect(contents.prevents(name, 'narashi://app/#/guide')).toBe(false);
  });

  it('opens no window and holds no other page, whichever contents come to be', () => {
    const switches: string[] = [];
    const created: ((event: unknown, contents: Contents) => void)[] = [];
    hardenApp({
      commandLine: { appendSwitch: (name) => switches.push(name) },
      on: (_, listener) => created.push(listener),
    });
    const contents = new Contents();
    created[0]?.({}, contents);
    expect(contents.openHandler?.()).toEqual({ action: 'deny' });
    expect(contents.prevents('will-attach-webview', 'narashi://app/')).toBe(true);
    expect(switches).toContain('disable-background-networking');
  });

  it('gets no permission and loads nothing over a network', () => {
    const answers: unknown[] = [];
    const urls = [
      ...foreign.slice(0, 5),
      'narashi://app/assets/main.js',
      'blob:narashi://app/1',
      'data:image/png;base64,x',
    ];
    hardenSession({
      setPermissionRequestHandler: (handler) => handler({}, 'media', (granted) => answers.push(granted)),
      setPermissionCheckHandler: (handler) => answers.push(handler()),
      setDevicePermissionHandler: (handler) => answers.push(handler()),
      setSpellCheckerEnabled: (enabled) => answers.push(enabled),
      webRequest: {
        onBeforeRequest: (listener) => {
          for (const url of urls) listener({ url }, ({ cancel }) => answers.push(cancel));
        },
      },
    });
    expect(answers).toEqual([false, false, false, false, true, true, true, true, true, false, false, false]);
  });
});
