// The one window: at its old place, shown when there is something to see, brought back when its process dies.
import { BrowserWindow, dialog, screen } from 'electron';
import type { Log } from '../../data/rotating-log.ts';
import { startPage } from './address.ts';
import { pagePreferences } from './hardening.ts';
import { Recovery } from './recovery.ts';
import type { WindowVoice } from './text.ts';
import { keepWindowState, readWindowState, smallestSize, windowBounds } from './window-state.ts';

export interface WindowParts {
  readonly preload: string;
  /** Where its place is remembered. */
  readonly stateFile: string;
  readonly isDark: boolean;
  readonly say: () => WindowVoice;
  readonly log: Log;
  readonly quit: () => void;
  /** Whether somebody still wants the program to go on. */
  readonly mayClose: () => boolean;
}

/** `--bg` of renderer/theme/tokens.css, so that nothing flashes while it loads. */
const background = { light: '#f2f4f7', dark: '#10151b' } as const;

export function openWindow({ preload, stateFile, isDark, say, log, quit, mayClose }: WindowParts): BrowserWindow {
  const remembered = readWindowState(stateFile);
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...windowBounds(remembered, screens),
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    show: false,
    title: 'Narashi',
    backgroundColor: isDark ? background.dark : background.light,
    webPreferences: pagePreferences(preload),
  });
  if (remembered?.isMaximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', (event) => {
    if (!mayClose()) {
      event.preventDefault();
      return;
    }
    keepWindowState(stateFile, { ...window.getNormalBounds(), isMaximised: window.isMaximized() });
  });
  bringBack(window, say, log, quit);
  void window.loadURL(startPage);
  return window;
}

function bringBack(window: BrowserWindow, say: () => WindowVoice, log: Log, quit: () => void): void {
  const recovery = new Recovery();
  window.webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    log(`window: process gone, ${reason}, exit code ${exitCode}`);
    const next = recovery.next(reason);
    if (next === 'ignore' || window.isDestroyed()) return;
    const voice = say();
    if (next === 'give-up') {
      dialog.showErrorBox('Narashi', voice('crash.often', { reason }));
      quit();
      return;
    }
    window.webContents.reload();
    const detail = voice('crash.detail', { reason });
    void dialog.showMessageBox(window, { type: 'warning', message: voice('crash.title'), detail });
  });
  window.webContents.on('preload-error', (_, path, error) => log(`window: ${path}: ${error.stack ?? error.message}`));
  window.on('unresponsive', () => log('window: does not respond'));
}
