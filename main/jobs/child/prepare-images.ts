// Before training: every image of the snapshot as pixels in the cache, decoded from the originals where it is not there.
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type Preprocessing, squarePreprocessing } from '../../../shared/domain/images.ts';
import { ahead } from '../../data/ahead.ts';
import { decodeImage } from '../../data/decode.ts';
import { ImageCache } from '../../data/image-cache.ts';
import { Library } from '../../data/library.ts';
import { ImageProblem } from '../../data/raster.ts';
import type { ImageReference } from '../image-list.ts';

export interface Preparation {
  /** Root of the workspace: the pixel cache, and the originals as far as they were kept. */
  readonly workspace: string;
  /** Side of the square pictures, px. */
  readonly size: number;
  readonly images: readonly ImageReference[];
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

const FILES_AT_ONCE = 4;
const PROGRESS_MILLISECONDS = 250;

/**
 * The cache, open for reading, with every image in it. What was decoded before a stop stays.
 * @throws NarashiError services.images-changed, data.*
 */
export async function prepareImages(preparation: Preparation): Promise<ImageCache> {
  const { workspace, size, images } = preparation;
  const [cacheFolder, preprocessing] = [join(workspace, 'cache'), squarePreprocessing(size)];
  const present = await ImageCache.open(cacheFolder, preprocessing, { readOnly: true }).catch(() => undefined);
  const missing = missingImages(images, present);
  if (present && missing.length === 0) return present;
  await present?.close();
  await decodeAll(preparation, { cacheFolder, preprocessing }, missing);
  return ImageCache.open(cacheFolder, preprocessing, { readOnly: true });
}

/** Each distinct image that the cache lacks. */
function missingImages(images: readonly ImageReference[], cache: ImageCache | undefined): ImageReference[] {
  const seen = new Set<string>();
  return images.filter(({ contentHash }) => {
    if (seen.has(contentHash) || (cache?.find(contentHash) ?? -1) >= 0) return false;
    seen.add(contentHash);
    return true;
  });
}

async function decodeAll(
  { workspace, signal, onProgress }: Preparation,
  { cacheFolder, preprocessing }: { readonly cacheFolder: string; readonly preprocessing: Preprocessing },
  wanted: readonly ImageReference[],
): Promise<void> {
  const library = new Library(workspace);
  const cache = await ImageCache.open(cacheFolder, preprocessing, { signal });
  // Another process may have decoded some while this one waited to write.
  const missing = missingImages(wanted, cache);
  let told = performance.now();
  let done = 0;
  const lost: ImageReference[] = [];
  try {
    const decoded = ahead(missing, FILES_AT_ONCE, async (image) => ({
      image,
      pixels: await decode(library, image.contentHash, preprocessing),
    }));
    onProgress?.(0, missing.length);
    for await (const { image, pixels } of decoded) {
      signal.throwIfAborted();
      if (pixels) await cache.append(image.contentHash, pixels);
      else lost.push(image);
      done++;
      if (performance.now() - told < PROGRESS_MILLISECONDS) continue;
      told = performance.now();
      onProgress?.(done, missing.length);
    }
  } finally {
    await cache.close();
  }
  const [first] = lost;
  if (first) throw new NarashiError('services.images-changed', { count: lost.length, path: first.path });
}

/** Undefined for an original that is gone or damaged. */
async function decode(library: Library, hash: string, preprocessing: Preprocessing): Promise<Uint8Array | undefined> {
  try {
    return (await decodeImage(await library.read(hash), preprocessing)).pixels;
  } catch (error) {
    if (error instanceof ImageProblem || error instanceof NarashiError) return undefined;
    throw error;
  }
}
