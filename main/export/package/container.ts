// A package as one file: a ZIP that any program opens, written in exactly one way, so that a byte changed anywhere, also
// where no file's contents lie, is noticed by writing it once more.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import yazl from 'yazl';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { memberPath } from '../../../shared/domain/package.ts';

/** Contents by path inside the package, in the order of the container. */
export type Members = ReadonlyMap<string, Uint8Array>;

/** Models of a few hundred MB at most; Node reads at most 2 GiB at once. */
const LARGEST = 2 ** 31 - 1;
const MOST_MEMBERS = 5_000;
/** In every time zone the same bytes: the DOS clock has none. (yazl takes care of 1980 by itself, and of the zone with it.) */
const asOf = () => new Date(2000, 0, 1);

/** Nothing is compressed: weights do not shrink, and every version of zlib compresses otherwise. */
export async function packMembers(members: Members): Promise<Uint8Array> {
  const zip = new yazl.ZipFile();
  for (const [path, contents] of members) {
    const options = { mtime: asOf(), mode: 0o100644, compress: false, forceDosTimestamp: true };
    zip.addBuffer(Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength), path, options);
  }
  zip.end();
  return buffer(zip.outputStream);
}

export interface OpenedContainer {
  readonly members: Members;
  /** Whether the container itself is as it was written; a folder has none. @throws NarashiError package.container-altered */
  checkContainer(): Promise<void>;
}

/** @param path the package's file, or a folder it was unpacked to. @throws NarashiError package.* */
export async function openContainer(path: string): Promise<OpenedContainer> {
  const found = await stat(path).catch((error: unknown) => {
    throw new NarashiError('package.not-found', { path }, { cause: error });
  });
  if (found.isDirectory()) return { members: await readFolder(path), checkContainer: async () => undefined };
  if (found.size > LARGEST) throw new NarashiError('package.not-a-package', { path });
  const bytes = await readFile(path);
  const members = await unpack(path, bytes);
  return {
    members,
    async checkContainer() {
      if (!bytes.equals(await packMembers(members))) throw new NarashiError('package.container-altered', { path });
    },
  };
}

async function unpack(path: string, bytes: Buffer): Promise<Members> {
  // The first bytes of every ZIP: anything else was never a package.
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0x504b) throw new NarashiError('package.not-a-package', { path });
  try {
    const zip = await fromBufferPromise(bytes);
    const members = new Map<string, Uint8Array>();
    let total = 0;
    for await (const entry of zip.eachEntry()) {
      total += entry.uncompressedSize;
      const isPlain = entry.compressionMethod === 0 && entry.compressedSize === entry.uncompressedSize;
      if (!isPlain || total > bytes.length || members.size >= MOST_MEMBERS) throw new RangeError(entry.fileName);
      if (members.has(entry.fileName) || !memberPath.safeParse(entry.fileName).success) {
        throw new RangeError(entry.fileName);
      }
      members.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
    }
    return members;
  } catch (error) {
    throw new NarashiError('package.container-altered', { path }, { cause: error });
  }
}

async function readFolder(root: string): Promise<Members> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const members = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const place = join(entry.parentPath, entry.name);
    const member = relative(root, place).split(sep).join('/');
    const isPlain = entry.isFile() && memberPath.safeParse(member).success && members.size < MOST_MEMBERS;
    if (!isPlain) throw new NarashiError('package.member-extra', { path: root, member });
    members.set(member, await readFile(place));
  }
  return members;
}
