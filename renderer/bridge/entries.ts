// Files of a folder that was dropped or picked in a browser, with their paths inside it.

export interface PickedFile {
  /** Relative, separated by `/`; begins with the picked folder's name where a folder was picked. */
  readonly path: string;
  readonly file: File;
}

/** All files below dropped entries. Call it during the drop event: what it returns goes on afterwards. */
export function droppedFiles(data: DataTransfer): Promise<PickedFile[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const loose = entries.length === 0 ? [...data.files] : [];
  return gather(entries, loose);
}

export function pickedFiles(files: Iterable<File>): PickedFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** The name people know it by: the one folder, the one file, or the first of several. */
export function labelOf(files: readonly PickedFile[]): string {
  const tops = [...new Set(files.map(({ path }) => path.split('/')[0] ?? path))];
  const [first = ''] = tops;
  return tops.length > 1 ? `${first} +${tops.length - 1}` : first;
}

async function gather(entries: readonly FileSystemEntry[], loose: readonly File[]): Promise<PickedFile[]> {
  const found = pickedFiles(loose);
  const waiting = [...entries];
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    if (isFile(entry)) found.push({ path: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry) });
    else if (isFolder(entry)) waiting.push(...(await entriesOf(entry)));
  }
  return found;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives at most 100 entries at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
