// Where pages get axe from: of a server that offers it, compiled once for a tab; else as text, which every page compiles anew.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

export const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Its address where a server offers it. */
export const axeAddress = '/axe.min.js';
const offered = new WeakSet<Page>();

/** Says that whatever this page shows comes from a server that offers axe. */
export function offersAxe(page: Page): void {
  offered.add(page);
}

export async function loadAxe(page: Page): Promise<void> {
  if (offered.has(page)) await page.addScriptTag({ url: axeAddress });
  // Evaluated rather than added as a script: the policy of the page refuses foreign scripts.
  else await page.evaluate(await readFile(axeFile, 'utf8'));
}
