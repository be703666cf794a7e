// An app on a fresh workspace with somebody in front of it, for the length of a test.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Language } from '../../../../shared/contract/errors/index.ts';
import { launchBrowser } from '../../../support/browser.ts';
import { Started } from '../../../support/started.ts';
import { type Visitor, visit } from './visitor.ts';

export interface App {
  readonly visitor: Visitor;
  readonly program: Started;
  /** For files that the test makes. */
  readonly scratch: string;
  /** Starts the program anew on the same workspace, after it was ended or killed, and enters at an address of the app. */
  restart(hash: string): Promise<void>;
  close(): Promise<void>;
}

let browser: Promise<Browser> | undefined;

export async function openApp(language: Language): Promise<App> {
  const folder = await mkdtemp(join(tmpdir(), 'narashi-e2e-'));
  const workspace = join(folder, '作業');
  browser ??= launchBrowser();
  let program = new Started(workspace, '--lang', language);
  const visitor = await visit(await browser, await program.link(), language);
  return {
    visitor,
    scratch: join(folder, 'files'),
    get program() {
      return program;
    },
    restart: async (hash) => {
      program = new Started(workspace, '--lang', language);
      await visitor.enter(await program.link(), hash);
    },
    close: async () => {
      await visitor.leave();
      await program.kill('SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
