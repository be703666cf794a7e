// What the page asks of the host around it: files the user picks or drops, and places to save to. Never a path, only grants.

/** A permission by which a service reads or writes what the user picked. */
export interface Granted {
  readonly grant: string;
  /** What was picked, as the user knows it. */
  readonly label: string;
}

export interface Transfer {
  /** Bytes sent so far and altogether; only where files have to be sent to the host. */
  readonly onProgress?: (sent: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** `images`: pictures, a ZIP or a CSV; `backup`: a backup of the workspace; `model`: an ONNX file. */
export type FileKind = 'images' | 'backup' | 'model';

export interface HostBridge {
  readonly kind: 'electron' | 'browser';
  /** Null where the user picked nothing. */
  pickFolder(transfer?: Transfer): Promise<Granted | null>;
  pickFiles(kind: FileKind, transfer?: Transfer): Promise<Granted | null>;
  /** What was dropped on the page. @throws NarashiError ui.nothing-usable-dropped */
  dropped(data: DataTransfer, transfer?: Transfer): Promise<Granted>;
  /** Where to write. Null where the user gave up, or where the host cannot ask: then offer a download. */
  saveAs(suggestedName: string): Promise<Granted | null>;
  /** Saves what a service keeps for one download, under this name. */
  download(id: string, name: string): void;
}
