// Where the window opens, what its menu says, what happens when its process dies, what the PC shows of training.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { readLanguage, readRoot } from '../../../../main/host/electron/arguments.ts';
import { askBeforeEnd } from '../../../../main/host/electron/ask-before-end.ts';
import { endInOrder } from '../../../../main/host/electron/ending.ts';
import { menuTemplate } from '../../../../main/host/electron/menu.ts';
import { pageHandler } from '../../../../main/host/electron/page.ts';
import { Recovery } from '../../../../main/host/electron/recovery.ts';
import { trainingSigns } from '../../../../main/host/electron/signs.ts';
import { windowTexts, windowVoice } from '../../../../main/host/electron/text.ts';
import { keepWindowState, readWindowState, windowBounds } from '../../../../main/host/electron/window-state.ts';
import { createHttpApp } from '../../../../main/host/http/app.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1366, height: 728 };
const at = (x: number, y: number, width = 1200, height = 800) => ({ x, y, width, height, isMaximised: false });

describe('the place of the window', () => {
  it.each([
    ['never opened', undefined, [screen], { width: 1366, height: 860 }],
    ['as it was', at(100, 50), [screen], { x: 100, y: 50, width: 1200, height: 800 }],
    ['on a second screen', at(2000, 0, 1100, 700), [screen, second], { x: 2000, y: 0, width: 1100, height: 700 }],
    ['on a screen that is gone', at(2000, 0), [screen], { width: 1200, height: 800 }],
    ['with its title above the screen', at(100, -200), [screen], { width: 1200, height: 800 }],
    ['with its title below the screen', at(100, 1000), [screen], { width: 1200, height: 800 }],
    ['only a sliver on the screen', at(1850, 100), [screen], { width: 1200, height: 800 }],
    ['larger than the screen is now', at(0, 0, 3000, 2000), [screen], { x: 0, y: 0, width: 1920, height: 1040 }],
    ['on a small screen', undefined, [second], { width: 1366, height: 728 }],
    ['smaller than useful', at(0, 0, 300, 200), [screen], { x: 0, y: 0, width: 1000, height: 640 }],
    ['with no screen known', at(0, 0), [], { width: 1200, height: 800 }],
  ])('%s', (_, remembered, screens, bounds) => {
    expect(windowBounds(remembered, screens)).toEqual(bounds);
  });

  it('is remembered, whole or not at all', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'narashi-window-'));
    const file = join(folder, 'deep', 'window.json');
    expect(readWindowState(file)).toBeUndefined();
    keepWindowState(file, at(1, 2));
    expect(readWindowState(file)).toEqual(at(1, 2));
    expect(await readdir(join(folder, 'deep'))).toEqual(['window.json']);
    await writeFile(file, '{"x":1,"y":"2"}');
    expect(readWindowState(file)).toBeUndefined();
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file where the folder should be');
    keepWindowState(file, at(1, 2));
    await rm(folder);
  });
});

describe('the menu', () => {
  const actions = { version: '1.2.3', showGuide: () => undefined, showAbout: () => undefined };
  const labels = (items: readonly MenuItemConstructorOptions[]): string[] =>
    items
      .flatMap(({ label, submenu }) => [label ?? '', ...(Array.isArray(submenu) ? labels(submenu) : [])])
      .filter(Boolean);

  it.each([
    ['ja', true],
    ['ja', false],
    ['en', true],
    ['en', false],
  ] as const)('is wholly in %s', (language, isMac) => {
    const all = labels(menuTemplate(windowVoice(language), { ...actions, isMac }));
    expect(all.length).toBeGreaterThan(15);
    const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
    for (const label of all.filter((each) => each !== 'Narashi'))
      expect([label, japanese.test(label)]).toEqual([label, language === 'ja']);
    expect(all.some((label) => label.includes('1.2.3'))).toBe(true);
  });

  it('has the same places in both languages of every text', () => {
    const places = (text: string) => new Set([...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name));
    for (const { en, ja } of Object.values(windowTexts)) expect(places(ja)).toEqual(places(en));
  });
});

describe('recovery', () => {
  it('reloads a window that died, but not one that dies again and again', () => {
    let now = 0;
    const recovery = new Recovery(() => now);
    expect(recovery.next('clean-exit')).toBe('ignore');
    expect([1, 2, 3].map(() => recovery.next('crashed'))).toEqual(['reload', 'reload', 'reload']);
    expect(recovery.next('oom')).toBe('give-up');
    now += 60_001;
    expect(recovery.next('crashed')).toBe('reload');
  });
});

describe('signs of training', () => {
  function start(isWatched: boolean) {
    const done: unknown[] = [];
    const signs = trainingSigns({
      power: { start: (type) => done.push(`awake: ${type}`), stop: (id) => done.push(`asleep: ${id}`) },
      setProgress: (share) => done.push(share),
      notify: (notification) => done.push(notification),
      isWatched: () => isWatched,
      say: () => windowVoice('ja'),
    });
    return { signs, done };
  }

  it('keep the PC awake while something is trained, once', () => {
    const { signs, done } = start(true);
    for (const isBusy of [false, true, true, false, false, true]) signs.onBusy(isBusy);
    expect(done).toEqual(['awake: prevent-app-suspension', 'asleep: 1', 'awake: prevent-app-suspension']);
  });

  it('fill the taskbar and empty it', () => {
    const { signs, done } = start(true);
    for (const share of [0, 0.5, null]) signs.onProgress(share);
    expect(done).toEqual([0, 0.5, -1]);
  });

  it('tell of the end where nobody looks at the window', () => {
    const away = start(false);
    away.signs.onEnd({ outcome: 'done', runId: 7, projectName: '部品A' });
    away.signs.onEnd({ outcome: 'failed', runId: 8, projectName: null });
    expect(away.done).toEqual([
      { title: '学習が完了しました', body: '部品A・学習7' },
      { title: '学習に失敗しました', body: 'Narashi・学習8' },
    ]);
    const here = start(true);
    here.signs.onEnd({ outcome: 'done', runId: 7, projectName: '部品A' });
    expect(here.done).toEqual([]);
  });
});

describe('the end of the program', () => {
  it.each([
    ['in order', async () => undefined, 0],
    ['also where something fails', () => Promise.reject(new Error('stuck')), 1],
  ])('comes %s, once', async (_, end, code) => {
    const exits: number[] = [];
    const lines: string[] = [];
    let prevented = 0;
    let ends = 0;
    let quit: (event: { preventDefault(): void }) => void = () => undefined;
    const app = {
      on: (_: 'before-quit', listener: typeof quit) => {
        quit = listener;
      },
      exit: (status: number) => exits.push(status),
    };
    const counted = () => {
      ends++;
      return end();
    };
    endInOrder(app, { mayEnd: () => true, end: counted, log: (line) => lines.push(line) });
    for (const preventDefault of [() => prevented++, () => prevented++]) quit({ preventDefault });
    await expect.poll(() => exits).toEqual([code]);
    expect([prevented, ends, lines.length]).toEqual([2, 1, code]);
  });
});

describe('the end of the program while a line is inspected', () => {
  function question(answers: number[]) {
    const asked: string[] = [];
    const state = { isInspecting: true };
    const mayEnd = askBeforeEnd({
      isInspecting: () => state.isInspecting,
      ask: ({ message, buttons = [] }) => {
        asked.push(`${message}: ${buttons.join(', ')}`);
        return answers.shift() ?? 0;
      },
      say: () => windowVoice('en'),
    });
    return { asked, state, mayEnd };
  }

  it('is asked about, as often as it is declined, and not once more after it was agreed to', () => {
    const { asked, mayEnd } = question([0, 0, 1]);
    expect([mayEnd(), mayEnd(), mayEnd(), mayEnd()]).toEqual([false, false, true, true]);
    expect(asked).toHaveLength(3);
    expect(asked[0]).toBe('The line is being inspected: Go on inspecting, Stop the inspection and quit');
  });

  it('is not asked about where none is inspected', () => {
    const { asked, state, mayEnd } = question([]);
    state.isInspecting = false;
    expect([mayEnd(), asked]).toEqual([true, []]);
  });

  it('does not come where it is declined', () => {
    let quit: (event: { preventDefault(): void }) => void = () => undefined;
    const app = {
      on: (_: 'before-quit', listener: typeof quit) => {
        quit = listener;
      },
      exit: () => undefined,
    };
    const done: string[] = [];
    const end = async () => void done.push('end');
    endInOrder(app, { mayEnd: () => false, end, log: () => undefined });
    quit({ preventDefault: () => done.push('prevented') });
    expect(done).toEqual(['prevented']);
  });
});

describe('the page in the window', () => {
  const app = createHttpApp({ site: new Map(), parts: () => undefined, report: () => '' });
  it('is served by its scheme, with the security headers', async () => {
    const answer = await pageHandler(app)(new Request(`narashi://app/media/thumbnail/${'0'.repeat(64)}`));
    expect([answer.status, await answer.json()]).toEqual([503, { code: 'host.starting', data: {} }]);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('has nothing for another host', async () => {
    expect((await pageHandler(app)(new Request('narashi://evil/'))).status).toBe(404);
  });
});

describe('the words Electron was started with', () => {
  it.each([
    [['electron', '.', '--workspace', '/data', '--lang', 'en'], ['ja-JP'], '/data', 'en'],
    [['narashi', '--workspace=/data'], ['ja-JP', 'en-US'], '/data', 'ja'],
    [['narashi', '--workspace=/data'], ['de-DE', 'ja-JP'], '/data', 'en'],
    [['narashi', '--workspace=/data'], [], '/data', 'ja'],
  ])('%j in %j', (argv, languages, root, language) => {
    expect([readRoot(argv), readLanguage(argv, languages)]).toEqual([root, language]);
  });
});
