// The app's own window: native dialogs and the MessagePort, through the few functions its preload script exposes.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Channel } from '../../shared/rpc/channel.ts';
import { channelOfPort } from '../../shared/rpc/channels/message-port.ts';
import { startDownload } from './download.ts';
import type { FileKind, Granted, HostBridge } from './host.ts';

/** `window.narashi` */
export interface NarashiWindow {
  /** Asks for a new port; it comes as a window message `narashi:port`, because a port cannot cross the context bridge. */
  requestPort(): void;
  pickFolder(): Promise<Granted | null>;
  pickFiles(kind: FileKind): Promise<Granted | null>;
  /** Null where none of them is a file on this PC. */
  grantDropped(files: readonly File[]): Promise<Granted | null>;
  saveAs(suggestedName: string): Promise<Granted | null>;
}

declare global {
  interface Window {
    readonly narashi?: NarashiWindow;
  }
}

export function openPort(narashi: NarashiWindow): Promise<Channel> {
  return new Promise((resolve) => {
    const take = (event: MessageEvent<unknown>) => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== 'narashi:port' || !port) return;
      window.removeEventListener('message', take);
      resolve(channelOfPort(port));
    };
    window.addEventListener('message', take);
    narashi.requestPort();
  });
}

export function electronHost(narashi: NarashiWindow): HostBridge {
  return {
    kind: 'electron',
    pickFolder: () => narashi.pickFolder(),
    pickFiles: (kind) => narashi.pickFiles(kind),
    async dropped(data) {
      const granted = await narashi.grantDropped([...data.files]);
      if (!granted) throw new NarashiError('ui.nothing-usable-dropped', {});
      return granted;
    },
    saveAs: (suggestedName) => narashi.saveAs(suggestedName),
    download: startDownload,
  };
}
