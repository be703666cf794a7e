// Shuts every door of a window that the app does not use: navigation, new windows, permissions, the network.
import type { BrowserWindowConstructorOptions } from 'electron';
import { isStartPage, mayLoad } from './address.ts';

export type Preferences = NonNullable<BrowserWindowConstructorOptions['webPreferences']>;

/** What the page's process may do. */
export function pagePreferences(preload: string): Preferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    // Its dictionaries would come over the network.
    spellcheck: false,
    navigateOnDragDrop: false,
  };
}

/** Chromium's own errands over the network, and its guesses at what to fetch next. */
export const switches = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'disable-sync',
  'no-pings',
] as const;

interface Preventable {
  preventDefault(): void;
}

/** What is used of Electron's WebContents. */
export interface Contents {
  on(event: 'will-navigate', listener: (event: Preventable & { readonly url: string }) => void): unknown;
  on(event: 'will-redirect', listener: (event: Preventable & { readonly url: string }) => void): unknown;
  on(event: 'will-frame-navigate', listener: (event: Preventable & { readonly url: string }) => void): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
}

/** What is used of Electron's App. */
export interface Application {
  readonly commandLine: { appendSwitch(name: string): void };
  on(event: 'web-contents-created', listener: (event: unknown, contents: Contents) => void): unknown;
}

/** What is used of Electron's Session. */
export interface WindowSession {
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: unknown, decide: (granted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(handler: () => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  setSpellCheckerEnabled(enabled: boolean): void;
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { readonly url: string }, decide: (answer: { cancel: boolean }) => void) => void,
    ): void;
  };
}

export function hardenApp(app: Application): void {
  for (const name of switches) app.commandLine.appendSwitch(name);
  app.on('web-contents-created', (_, contents) => hardenContents(contents));
}

/** The page stays where it is: no navigation, no window beside it, no page inside it. */
export function hardenContents(contents: Contents): void {
  const stay = (event: Preventable & { readonly url: string }) => {
    if (!isStartPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export function hardenSession(session: WindowSession): void {
  session.setPermissionRequestHandler((_, __, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !mayLoad(url) }));
}
