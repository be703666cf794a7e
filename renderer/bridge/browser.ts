// A browser on the loopback address: a WebSocket, files sent to the host, results saved as downloads.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Channel } from '../../shared/rpc/channel.ts';
import { channelOfSocket } from '../../shared/rpc/channels/web-socket.ts';
import { startDownload } from './download.ts';
import { droppedFiles, type PickedFile, pickedFiles } from './entries.ts';
import type { FileKind, Granted, HostBridge, Transfer } from './host.ts';
import { upload } from './upload.ts';

export function openSocket(): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`);
    socket.onopen = () => resolve(channelOfSocket(socket));
    socket.onclose = () => reject(new NarashiError('rpc.disconnected', {}));
  });
}

const accepted: Readonly<Record<FileKind, string>> = {
  images: 'image/*,.bmp,.tif,.tiff,.webp,.zip,.csv',
  backup: '.zip',
  model: '.onnx',
};

export const browserHost: HostBridge = {
  kind: 'browser',
  pickFolder: async (transfer) => sendIfAny(await choose({ folder: true, accept: '', multiple: true }), transfer),
  pickFiles: async (kind, transfer) =>
    sendIfAny(await choose({ folder: false, accept: accepted[kind], multiple: kind === 'images' }), transfer),
  async dropped(data, transfer) {
    const granted = await sendIfAny(await droppedFiles(data), transfer);
    if (!granted) throw new NarashiError('ui.nothing-usable-dropped', {});
    return granted;
  },
  saveAs: () => Promise.resolve(null),
  download: startDownload,
};

async function sendIfAny(files: readonly PickedFile[], transfer?: Transfer): Promise<Granted | null> {
  return files.length === 0 ? null : upload(files, transfer);
}

interface Choice {
  readonly folder: boolean;
  readonly accept: string;
  readonly multiple: boolean;
}

/** The browser's own dialog. Nothing where it is left without a choice. */
function choose({ folder, accept, multiple }: Choice): Promise<PickedFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = multiple;
    input.webkitdirectory = folder;
    input.hidden = true;
    const end = (files: PickedFile[]) => {
      input.remove();
      resolve(files);
    };
    input.onchange = () => end(pickedFiles(input.files ?? []));
    input.oncancel = () => end([]);
    document.body.append(input);
    input.click();
  });
}
