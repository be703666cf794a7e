// Files the user picks, drops or names in the window, made into grants; and the port to the services. Every call is
// checked: who sent it, and what it says.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileFilter, MessagePortMain, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { z } from 'zod';
import type { Grants } from '../../services/grants.ts';
import { isStartPage } from './address.ts';
import { channels } from './channels.ts';
import type { WindowVoice } from './text.ts';

const fileKind = z.enum(['images', 'backup', 'model']);
type FileKind = z.infer<typeof fileKind>;
/** Absolute paths; an empty one is of a file that is not on this PC. */
const droppedPaths = z.array(z.string().max(32_768)).max(100_000);
const suggestedName = z.string().min(1).max(200);

/** As the page has it: a permission, and what was picked as the user knows it. */
export interface Granted {
  readonly grant: string;
  readonly label: string;
}

/** The frame a message comes from, as Electron tells it. */
export interface Sender {
  readonly senderFrame: Frame | null;
}
export interface Frame {
  readonly url: string;
  readonly parent: object | null;
  postMessage(channel: string, message: unknown, ports: MessagePortMain[]): void;
}

/** What is used of Electron's IpcMain. */
export interface Ipc {
  handle(channel: string, listener: (event: Sender, given: unknown) => unknown): void;
  on(channel: string, listener: (event: Sender) => void): unknown;
}

export interface BridgeParts {
  readonly ipc: Ipc;
  /** Null where the user gave up. */
  readonly open: (options: OpenDialogOptions) => Promise<readonly string[]>;
  readonly save: (options: SaveDialogOptions) => Promise<string | undefined>;
  /** Undefined while the app starts anew. */
  readonly grants: () => Grants | undefined;
  readonly say: () => WindowVoice;
  /** Gives the window a port to the services. */
  readonly givePort: (frame: Frame) => void;
}

const extensions: Readonly<Record<FileKind, readonly string[]>> = {
  images: ['jpg', 'jpeg', 'png', 'bmp', 'tif', 'tiff', 'webp', 'avif', 'zip', 'csv'],
  backup: ['zip'],
  model: ['onnx'],
};

export function serveBridge({ ipc, open, save, grants, say, givePort }: BridgeParts): void {
  const handle = (channel: string, act: (given: unknown) => Promise<Granted | null>) =>
    ipc.handle(channel, (event, given: unknown) => {
      requireOwnPage(event);
      return act(given);
    });
  const granted = (paths: readonly string[]): Granted | null => {
    const [first] = paths;
    const grant = first === undefined ? undefined : grants()?.add({ kind: 'read', paths: [...paths] });
    return first === undefined || grant === undefined ? null : { grant, label: labelOf(first, paths.length) };
  };

  ipc.on(channels.requestPort, (event) => {
    givePort(requireOwnPage(event));
  });
  handle(channels.pickFolder, async () => granted(await open({ properties: ['openDirectory'] })));
  handle(channels.pickFiles, async (given) => {
    const kind = fileKind.parse(given);
    const several = kind === 'images' ? (['multiSelections'] as const) : [];
    return granted(await open({ properties: ['openFile', ...several], filters: [filterFor(kind, say())] }));
  });
  handle(channels.grantDropped, async (given) => granted(await existing(droppedPaths.parse(given))));
  handle(channels.saveAs, async (given) => {
    const name = basename(suggestedName.parse(given).replaceAll('\\', '/'));
    const path = await save({ defaultPath: name, properties: ['createDirectory', 'showOverwriteConfirmation'] });
    const grant = path === undefined ? undefined : grants()?.add({ kind: 'write', path });
    return path === undefined || grant === undefined ? null : { grant, label: basename(path) };
  });
}

/** Only the app's own page in the window itself may ask, no frame in it and no page that came about otherwise. */
export function requireOwnPage({ senderFrame }: Sender): Frame {
  if (!senderFrame || senderFrame.parent !== null || !isStartPage(senderFrame.url)) {
    throw new Error('not a window of this program');
  }
  return senderFrame;
}

function filterFor(kind: FileKind, say: WindowVoice): FileFilter {
  return { name: say(`files.${kind}`), extensions: [...extensions[kind]] };
}

function labelOf(path: string, count: number): string {
  return count > 1 ? `${basename(path)} +${count - 1}` : basename(path);
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => path !== '' && stat(path).catch(() => false)));
  return paths.filter((_, index) => found[index]);
}
