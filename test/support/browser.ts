// A headless Chromium for the tests: the system's, else the one that a package of the registry brings along.
import { access, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { z } from 'zod';

const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** `NARASHI_TEST_BROWSER` names another Chromium. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ ...(await chromiumProgram()), headless: true });
}

export interface ChromiumProgram {
  readonly executablePath: string;
  readonly args: string[];
  readonly env: NodeJS.ProcessEnv;
}

/** What a headless Chromium is started with. */
export async function chromiumProgram(): Promise<ChromiumProgram> {
  const { executablePath, libraries } = await findChromium();
  const inherited = process.env.LD_LIBRARY_PATH;
  return {
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'],
    env: libraries
      ? { ...process.env, LD_LIBRARY_PATH: [libraries, inherited].filter((path) => path).join(delimiter) }
      : { ...process.env },
  };
}

async function findChromium(): Promise<{ executablePath: string; libraries?: string }> {
  const named = process.env.NARASHI_TEST_BROWSER;
  if (named) return { executablePath: named };
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const path of systemNames.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (await exists(path)) return { executablePath: path };
  }
  const folder = await unpacked();
  return { executablePath: join(folder, 'chromium'), libraries: join(folder, 'al2023', 'lib') };
}

/** The package's Chromium with the libraries that a bare machine lacks, unpacked once per version. */
async function unpacked(): Promise<string> {
  const packageFolder = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));
  const description: unknown = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const { version } = z.object({ version: z.string() }).parse(description);
  const folder = join(tmpdir(), `narashi-chromium-${version}`);
  if (await exists(folder)) return folder;
  const { inflate } = await import('@sparticuz/chromium');
  const fresh = await mkdtemp(join(tmpdir(), 'narashi-chromium-'));
  const outer = process.env.TMPDIR;
  try {
    // The package unpacks into the folder for temporary files. Ours appears only once it is complete.
    process.env.TMPDIR = fresh;
    for (const archive of ['chromium.br', 'al2023.tar.br']) await inflate(join(packageFolder, 'bin', archive));
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    // Another process was faster.
    if (!(await exists(folder))) throw error;
  } finally {
    if (outer === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = outer;
  }
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
