// How long it takes to decode the images of a project that the pixel cache does not hold yet.
import { squarePreprocessing } from '../../../shared/domain/images.ts';
import type { LabelledImage } from '../../../shared/domain/project.ts';
import { ImageCache } from '../../data/image-cache.ts';
import type { Workspace } from '../workspace.ts';

/** Seconds per image and per pixel of it, on two cores; a JPEG of 12 megapixels takes about 0.12 s. */
const PER_IMAGE = 0.003;
const PER_PIXEL = 1e-8;
/** Images looked at for their size. */
const SAMPLE = 200;

export async function decodingSeconds(
  { store, cacheFolder }: Workspace,
  projectId: number,
  images: readonly LabelledImage[],
  size: number,
): Promise<number> {
  const missing = await missingImages(cacheFolder, images, size);
  if (missing.length === 0) return 0;
  const every = Math.max(1, Math.floor(missing.length / SAMPLE));
  const sample = missing.filter((_, index) => index % every === 0).slice(0, SAMPLE);
  const rows = store.projectImages.rows(
    projectId,
    sample.map(({ id }) => id),
  );
  const pixels = rows.reduce((sum, { width, height }) => sum + width * height, 0) / Math.max(1, rows.length);
  return missing.length * (PER_IMAGE + PER_PIXEL * pixels);
}

async function missingImages(
  cacheFolder: string,
  images: readonly LabelledImage[],
  size: number,
): Promise<readonly LabelledImage[]> {
  const cache = await ImageCache.open(cacheFolder, squarePreprocessing(size), { readOnly: true }).catch(
    () => undefined,
  );
  if (!cache) return images;
  try {
    return images.filter(({ contentHash }) => cache.find(contentHash) < 0);
  } finally {
    await cache.close();
  }
}
