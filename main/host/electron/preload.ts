// The few functions the page has beyond the web's own. It runs isolated from the page and in a sandbox; no path and no
// Electron object crosses to the page.
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from './channels.ts';

declare const window: { postMessage(message: string, origin: string, ports: readonly unknown[]): void };
declare const location: { readonly origin: string };

// A port cannot go over the context bridge: it goes as a message of the window to itself.
ipcRenderer.on(channels.port, ({ ports }) => window.postMessage(channels.port, location.origin, ports));

contextBridge.exposeInMainWorld('narashi', {
  requestPort: () => ipcRenderer.send(channels.requestPort),
  pickFolder: () => ipcRenderer.invoke(channels.pickFolder),
  pickFiles: (kind: unknown) => ipcRenderer.invoke(channels.pickFiles, kind),
  grantDropped: (files: readonly File[]) =>
    ipcRenderer.invoke(
      channels.grantDropped,
      files.map((file) => webUtils.getPathForFile(file)),
    ),
  saveAs: (suggestedName: unknown) => ipcRenderer.invoke(channels.saveAs, suggestedName),
});
