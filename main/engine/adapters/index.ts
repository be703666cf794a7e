// The graphics cards of this PC, as far as its system names them. Best effort: whether one can be used, only a session tells.
import { execFileSync } from 'node:child_process';
import type { Adapter } from '../../../shared/contract/devices.ts';
import { readLinuxAdapters } from './linux.ts';
import { readSystemProfile } from './mac.ts';
import { displayClass, readRegistry } from './windows.ts';

let known: readonly Adapter[] | undefined;

/** Asked once: cards and drivers change with a restart. */
export function adapters(): readonly Adapter[] {
  known ??= find();
  return known;
}

function find(): Adapter[] {
  try {
    if (process.platform === 'win32') return readRegistry(printedBy('reg', ['query', displayClass, '/s']));
    if (process.platform === 'darwin')
      return readSystemProfile(printedBy('system_profiler', ['SPDisplaysDataType', '-json']));
    return readLinuxAdapters();
  } catch {
    return [];
  }
}

function printedBy(program: string, options: readonly string[]): string {
  return execFileSync(program, options, {
    encoding: 'utf8',
    timeout: 5_000,
    maxBuffer: 2 ** 24,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
