// The graphics cards of this PC, as far as its system names them. Best effort: whether one can be used, only a session tells.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Adapter } from '../../../shared/contract/devices.ts';
import { readLinuxAdapters } from './linux.ts';
import { readSystemProfile } from './mac.ts';
import { displayClass, readRegistry } from './windows.ts';

let known: Promise<readonly Adapter[]> | undefined;

/** Asked once: cards and drivers change with a restart. Empty where the system does not tell within seconds. */
export function adapters(): Promise<readonly Adapter[]> {
  known ??= findAdapters().catch(() => []);
  return known;
}

/** @param ask runs a program and gives what it prints @throws what it throws, and where that cannot be read */
export async function findAdapters(
  platform: NodeJS.Platform = process.platform,
  ask: (program: string, options: readonly string[]) => Promise<string> = printedBy,
): Promise<readonly Adapter[]> {
  if (platform === 'win32') return readRegistry(await ask('reg', ['query', displayClass, '/s']));
  if (platform === 'darwin') return readSystemProfile(await ask('system_profiler', ['SPDisplaysDataType', '-json']));
  return readLinuxAdapters();
}

/** Milliseconds. */
const PATIENCE = 5_000;

async function printedBy(program: string, options: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, options, {
    encoding: 'utf8',
    timeout: PATIENCE,
    maxBuffer: 2 ** 24,
    windowsHide: true,
  });
  return stdout;
}
