// Electron's program file: there already, or fetched from where its package says, in bounded time.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

export type ElectronSearch =
  | { readonly path: string }
  | { readonly missing: 'not-installed' | 'unreachable' | 'too-slow' };

export interface FetchTimes {
  /** For a connection to the place it is fetched from, milliseconds. */
  readonly connect: number;
  readonly fetch: number;
}

export const usualFetchTimes: FetchTimes = { connect: 2_500, fetch: 20_000 };

/** `onFetch` is called before anything is fetched. */
export async function findElectron(
  root: string,
  onFetch: () => void,
  times: FetchTimes = usualFetchTimes,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ElectronSearch> {
  const folder = join(root, 'node_modules/electron');
  const present = binaryIn(folder);
  if (present !== undefined) return { path: present };
  const installer = join(folder, 'install.js');
  if (!existsSync(installer)) return { missing: 'not-installed' };
  if (!(await canReach(sourceOf(environment), times.connect))) return { missing: 'unreachable' };
  onFetch();
  const end = await runInstaller(installer, times.fetch);
  const fetched = binaryIn(folder);
  if (fetched !== undefined) return { path: fetched };
  return { missing: end === 'timeout' ? 'too-slow' : 'unreachable' };
}

/** The program file, where it is there already. */
export function electronBinary(root: string): string | undefined {
  return binaryIn(join(root, 'node_modules/electron'));
}

/** The installer writes path.txt last, so that an interrupted one leaves nothing that looks whole. */
function binaryIn(folder: string): string | undefined {
  try {
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Where @electron/get fetches from. */
function sourceOf(environment: NodeJS.ProcessEnv): URL {
  const mirror = environment.ELECTRON_MIRROR || environment.npm_config_electron_mirror;
  return new URL(mirror && URL.canParse(mirror) ? mirror : 'https://github.com/');
}

/** Whether a connection stands in time. `open` begins one. */
export function canReach({ hostname, port, protocol }: URL, patience: number, open = connect): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = open({ host: hostname, port: Number(port) || (protocol === 'http:' ? 80 : 443) });
    const end = (reached: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reached);
    };
    // Also bounds the name server's silence, which no socket timeout does.
    const timer = setTimeout(() => end(false), patience);
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}

function runInstaller(installer: string, patience: number): Promise<'ended' | 'timeout'> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [installer], { stdio: 'ignore', windowsHide: true });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve('timeout');
    }, patience);
    const end = () => {
      clearTimeout(timer);
      resolve('ended');
    };
    child.on('close', end).on('error', end);
  });
}
