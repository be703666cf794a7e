// The first look at a package: its manifest and single members, read without the rest. To show it, not to trust it.
import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';
import { type PackageManifest, packageManifest, packagePaths } from '../../../shared/domain/package.ts';

/** A manifest lists files; no honest one is larger. */
const LARGEST = 20e6;

/** Undefined where there is no such member, or no package. */
export async function peekMember(path: string, member: string): Promise<Uint8Array | undefined> {
  const zip = await openPromise(path).catch(() => undefined);
  if (!zip) return undefined;
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== member || entry.uncompressedSize > LARGEST) continue;
      return await buffer(await zip.openReadStreamPromise(entry));
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    zip.close();
  }
}

/** Undefined where it is no package of this version. */
export async function peekManifest(path: string): Promise<PackageManifest | undefined> {
  const bytes = await peekMember(path, packagePaths.manifest);
  if (!bytes) return undefined;
  try {
    const parsed = packageManifest.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return parsed.data;
  } catch {
    return undefined;
  }
}
