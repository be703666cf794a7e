// Which host this start opens, and why.
import type { ElectronSearch } from './electron-binary.ts';
import type { StartOptions } from './options.ts';

export type BrowserReason =
  | 'asked'
  | 'no-display'
  | 'as-root'
  | 'not-installed'
  | 'unreachable'
  | 'too-slow'
  | 'did-not-start';
export type HostChoice =
  | { readonly host: 'electron'; readonly binary: string }
  | { readonly host: 'browser'; readonly reason: BrowserReason };

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly userId: number | undefined;
}

/** `find` is only called where a window could open at all. */
export async function chooseHost(
  { host }: Pick<StartOptions, 'host'>,
  { platform, environment, userId }: Machine,
  find: () => Promise<ElectronSearch>,
): Promise<HostChoice> {
  if (host === 'browser') return { host: 'browser', reason: 'asked' };
  if (host === 'any') {
    const hasDisplay = platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
    if (!hasDisplay) return { host: 'browser', reason: 'no-display' };
    // Chromium refuses to run as root with its sandbox, and without it we refuse.
    if (platform === 'linux' && userId === 0) return { host: 'browser', reason: 'as-root' };
  }
  const found = await find();
  return 'path' in found ? { host: 'electron', binary: found.path } : { host: 'browser', reason: found.missing };
}
