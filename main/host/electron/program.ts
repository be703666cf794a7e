// The program once Electron is ready: the workspace locked and opened, the page served, the window shown.
import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  nativeTheme,
  powerSaveBlocker,
  protocol,
  safeStorage,
  session,
} from 'electron';
import type { Language } from '../../../shared/contract/errors/index.ts';
import { channelOfMainPort } from '../../../shared/rpc/channels/message-port.ts';
import { openLog } from '../../data/rotating-log.ts';
import { programVersion } from '../../jobs/identity.ts';
import { openApp } from '../compose.ts';
import { createHttpApp } from '../http/app.ts';
import { readSite } from '../http/site.ts';
import { createReporter } from '../log.ts';
import { type OpenApp, RunningApp } from '../running-app.ts';
import { lockWorkspace } from '../workspace-lock.ts';
import { scheme, startPage } from './address.ts';
import { askBeforeEnd } from './ask-before-end.ts';
import { type Frame, serveBridge } from './bridge.ts';
import { channels } from './channels.ts';
import { endInOrder } from './ending.ts';
import { showFailure } from './failure.ts';
import { hardenSession } from './hardening.ts';
import { menuTemplate } from './menu.ts';
import { pageHandler } from './page.ts';
import { printInWindow } from './print.ts';
import { systemProtection } from './protection.ts';
import { trainingSigns } from './signs.ts';
import { stayAwake } from './stay-awake.ts';
import { windowVoice } from './text.ts';
import { openWindow } from './window.ts';

/** Throws what locking and opening the workspace throw. */
export async function openProgram(root: string, systemLanguage: Language): Promise<void> {
  const lock = lockWorkspace(root, 'electron');
  const log = openLog(root, 'jobs');
  let window: BrowserWindow | undefined;
  let say = windowVoice(systemLanguage);
  const voice = () => say;

  const signs = trainingSigns({
    power: powerSaveBlocker,
    setProgress: (share) => window?.setProgressBar(share),
    notify: (options) => new Notification(options).show(),
    isWatched: () => window?.isFocused() ?? false,
    say: voice,
  });
  const open: OpenApp = async (restart) => {
    const opened = await openApp({
      root,
      host: 'electron',
      language: systemLanguage,
      restart,
      signs,
      printPdf: printInWindow,
      onInspecting: stayAwake(powerSaveBlocker),
      protection: systemProtection(safeStorage, process.platform),
    });
    opened.onSettings(({ language, theme }) => {
      say = windowVoice(language);
      nativeTheme.themeSource = theme;
      showMenu();
    });
    return opened;
  };
  const running = new RunningApp(open, (error) => {
    showFailure(error, systemLanguage);
    app.exit(0);
  });
  const end = async () => {
    await running.close();
    lock.release();
  };

  function showMenu(): void {
    const actions = {
      version: programVersion,
      isMac: process.platform === 'darwin',
      showGuide: () => void window?.loadURL(`${startPage}#/guide`),
      showAbout: () => {
        const detail = say('about.detail', { workspace: root });
        void dialog.showMessageBox({ type: 'info', title: 'Narashi', message: `Narashi ${programVersion}`, detail });
      },
    };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(say, actions)));
  }

  try {
    await running.start();
    const site = await readSite(join(app.getAppPath(), 'dist', 'renderer'));
    const http = createHttpApp({ site, parts: () => running.current, report: createReporter(log).other });
    protocol.handle(scheme, pageHandler(http));
  } catch (error) {
    await end();
    throw error;
  }
  hardenSession(session.defaultSession);
  serveBridge({
    ipc: ipcMain,
    open: async (options) => {
      const { filePaths } = window ? await dialog.showOpenDialog(window, options) : { filePaths: [] };
      return filePaths;
    },
    save: async (options) => {
      const { filePath } = window ? await dialog.showSaveDialog(window, options) : { filePath: '' };
      return filePath === '' ? undefined : filePath;
    },
    grants: () => running.current?.grants,
    say: voice,
    givePort: (frame) => givePort(frame, running),
  });
  const mayEnd = askBeforeEnd({
    isInspecting: () => running.current?.isInspecting() ?? false,
    ask: (options) => (window ? dialog.showMessageBoxSync(window, options) : dialog.showMessageBoxSync(options)),
    say: voice,
  });
  endInOrder(app, { mayEnd, end, log });
  app.on('child-process-gone', (_, { type, reason, exitCode }) => log(`${type}: process gone, ${reason}, ${exitCode}`));
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  showMenu();
  window = openWindow({
    preload: join(app.getAppPath(), 'dist', 'electron', 'preload.cjs'),
    stateFile: join(app.getPath('userData'), 'window.json'),
    isDark: nativeTheme.shouldUseDarkColors,
    say: voice,
    log,
    quit: () => app.quit(),
    mayClose: mayEnd,
  });
  window.on('closed', () => {
    window = undefined;
  });
}

/** One end goes to the page, the other to the services; while these start anew, what the page says waits in it. */
function givePort(frame: Frame, running: RunningApp): void {
  const { port1, port2 } = new MessageChannelMain();
  const channel = channelOfMainPort(port1);
  frame.postMessage(channels.port, null, [port2]);
  void running.settled().then(() => {
    if (!running.accept(channel)) channel.close();
  });
}
