// One file of an import, up to the point where order matters: read, hashed, and decoded unless already known.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Preprocessing } from '../../shared/domain/images.ts';
import { decodeImage } from './decode.ts';
import { markOf } from './disk-error.ts';
import { ImageProblem } from './raster.ts';
import type { ScannedFile } from './scan-folder.ts';

/** No camera writes larger files; Node reads at most 2 GiB at once. */
export const maximumFileBytes = 2 ** 30;

export type PreparedFile =
  | { readonly kind: 'other'; readonly file: ScannedFile }
  | { readonly kind: 'problem'; readonly file: ScannedFile; readonly problem: ImageProblem }
  | {
      readonly kind: 'image';
      readonly file: ScannedFile;
      readonly hash: string;
      readonly bytes: number;
      /** RGB, HWC; absent when the image was known before. */
      readonly pixels?: Uint8Array;
    };

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Reads image bytes for decoding. The path never reaches a native decoder. Throws {@link ImageProblem}. */
export async function readImageFile(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > maximumFileBytes) throw new ImageProblem('data.image-too-large', `${Math.round(size / 2 ** 20)} MiB`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof ImageProblem) throw error;
    throw new ImageProblem('data.image-not-opened', markOf(error), { cause: error });
  }
}

export async function prepareFile(
  file: ScannedFile,
  preprocessing: Preprocessing,
  isKnown: (hash: string) => boolean,
): Promise<PreparedFile> {
  if (file.kind === 'other') return { kind: 'other', file };
  try {
    if (file.kind === 'without-class') throw new ImageProblem('data.image-without-class', '');
    const bytes = await readImageFile(file.path);
    const hash = hashOf(bytes);
    if (isKnown(hash)) return { kind: 'image', file, hash, bytes: bytes.length };
    const { pixels } = await decodeImage(bytes, preprocessing);
    return { kind: 'image', file, hash, bytes: bytes.length, pixels };
  } catch (error) {
    if (error instanceof ImageProblem) return { kind: 'problem', file, problem: error };
    throw error;
  }
}
