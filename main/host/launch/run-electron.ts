// Runs Electron as a child of the start command, until its last window closes.
import { spawn } from 'node:child_process';
import type { Language } from '../../../shared/contract/errors/index.ts';
import { electronParts, ensureBuilt } from './build.ts';

export interface ElectronStart {
  readonly program: string;
  readonly binary: string;
  readonly root: string;
  readonly language: Language;
  readonly onBuild: () => void;
}

/** Where it fails, it does so at once: libraries are missing, or its sandbox is forbidden. Milliseconds. */
const startingTime = 15_000;

/** False where it did not come up at all; its own failures are shown in a window. */
export async function runElectron({ program, binary, root, language, onBuild }: ElectronStart): Promise<boolean> {
  await ensureBuilt(program, electronParts, onBuild);
  const begun = performance.now();
  const child = spawn(binary, [program, '--workspace', root, '--lang', language], { stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, pass);
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
    child.on('error', () => resolve(-1));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, pass);
  return code === 0 || code === null || performance.now() - begun > startingTime;
}
