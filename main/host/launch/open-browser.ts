// The user's own browser. That it does not open is no failure: the link is on the screen.
import { spawn } from 'node:child_process';

const commands: Partial<Record<NodeJS.Platform, (link: string) => readonly [string, readonly string[]]>> = {
  darwin: (link) => ['open', [link]],
  // Not `start`: that goes through a shell.
  win32: (link) => ['rundll32', ['url.dll,FileProtocolHandler', link]],
};

export function openBrowser(link: string, platform: NodeJS.Platform = process.platform): void {
  const [command, args] = commands[platform]?.(link) ?? ['xdg-open', [link]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true, windowsHide: true });
  child.on('error', () => undefined);
  child.unref();
}
