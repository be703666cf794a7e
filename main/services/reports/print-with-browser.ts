// Prints a report to PDF with the browser that is on the PC already: Chrome, Edge or Chromium, without a window or a network.
import { type ChildProcess, spawn } from 'node:child_process';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { DevTools } from './devtools.ts';

/** Prints the HTML file `from` into `to`. @throws NarashiError reports.no-printer, reports.not-printed */
export type PrintPdf = (from: string, to: string) => Promise<void>;

export interface BrowserProgram {
  readonly path: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Longer than this no page of a report takes, milliseconds. */
const patience = 60_000;

/** @param find the browser to print with, undefined where there is none */
export function printWithBrowser(find: () => Promise<BrowserProgram | undefined> = installedBrowser): PrintPdf {
  return async (from, to) => {
    const browser = await find();
    if (!browser) throw new NarashiError('reports.no-printer', {});
    // A profile of its own: the user's browser may be open.
    const profile = await mkdtemp(join(tmpdir(), 'narashi-print-'));
    try {
      await print(browser, profile, from, to);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new NarashiError('reports.not-printed', { reason }, { cause: error });
    } finally {
      await rm(profile, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    }
  };
}

async function print(
  { path, args = [], env = process.env }: BrowserProgram,
  profile: string,
  from: string,
  to: string,
): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  const words = [
    '--headless',
    '--disable-gpu',
    '--no-first-run',
    '--disable-extensions',
    '--disable-background-networking',
    `--user-data-dir=${profile}`,
    '--remote-debugging-port=0',
    // Chromium refuses to start as root with its sandbox; the page is ours and holds no script.
    ...(isRoot ? ['--no-sandbox'] : []),
    ...args,
    'about:blank',
  ];
  const child = spawn(path, words, { stdio: ['ignore', 'ignore', 'pipe'], env, windowsHide: true });
  const closed = new Promise((resolve) => child.on('close', resolve));
  const limit = setTimeout(() => child.kill('SIGKILL'), patience);
  try {
    const devTools = await DevTools.connect(await addressOf(child));
    await printPage(devTools, pathToFileURL(from).href, to);
    await devTools.call('Browser.close').catch(() => undefined);
    devTools.close();
  } finally {
    clearTimeout(limit);
    const kill = setTimeout(() => child.kill('SIGKILL'), 5_000);
    if (child.pid !== undefined) await closed;
    clearTimeout(kill);
  }
}

/** Where the browser listens, as it says on standard error. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-8_192);
      const [, address] = /DevTools listening on (ws:\/\/\S+)/u.exec(said) ?? [];
      if (address) resolve(address);
    });
    child.on('error', reject);
    child.on('close', (code, signal) =>
      reject(new Error(`${signal ?? `exit code ${code}`} ${said.trim().slice(-200)}`)),
    );
  });
}

async function printPage(devTools: DevTools, url: string, to: string): Promise<void> {
  const { targetId } = z
    .object({ targetId: z.string() })
    .parse(await devTools.call('Target.createTarget', { url: 'about:blank' }));
  const attached = await devTools.call('Target.attachToTarget', { targetId, flatten: true });
  const { sessionId } = z.object({ sessionId: z.string() }).parse(attached);
  await devTools.call('Page.enable', {}, sessionId);
  const loaded = devTools.event('Page.loadEventFired');
  await devTools.call('Page.navigate', { url }, sessionId);
  await loaded;
  const printed = await devTools.call('Page.printToPDF', { preferCSSPageSize: true, printBackground: true }, sessionId);
  const { data } = z.object({ data: z.string() }).parse(printed);
  await writeFile(to, Buffer.from(data, 'base64'));
}

/** `NARASHI_BROWSER` first, then the usual places of this system. */
export async function installedBrowser(): Promise<BrowserProgram | undefined> {
  for (const path of [process.env.NARASHI_BROWSER, ...usualPlaces()]) {
    if (path && (await isThere(path))) return { path };
  }
  return undefined;
}

function usualPlaces(): string[] {
  const { env, platform } = process;
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
    const programs = ['Microsoft\\Edge\\Application\\msedge.exe', 'Google\\Chrome\\Application\\chrome.exe'];
    return programs.flatMap((program) => roots.map((root) => join(root, program)));
  }
  if (platform === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'];
  const folders = (env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
