// A small inspection set to try Narashi with: synthetic turned discs, good and with three kinds of defect. Seeded, so
// that every installation shows the same pictures; free of anybody's data.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { random } from '../../../shared/domain/random.ts';
import { drawPart, type SampleClass, sampleClasses } from './part-drawing.ts';

export interface SampleOptions {
  readonly perClass: number;
  readonly seed?: number;
  /** Edge of the pictures in pixels. */
  readonly size?: number;
  readonly classes?: readonly SampleClass[];
  readonly signal?: AbortSignal;
  /** Called after each picture. */
  readonly onImage?: () => void;
}

/** One picture as PNG bytes. */
export async function sampleImage(kind: SampleClass, index: number, seed: number, size: number): Promise<Buffer> {
  const stream = random(seed, 'sample', kind, index);
  const { svg, noise, blur } = drawPart(kind, size, stream);
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .blur(blur)
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let i = 0; i < data.length; i += 3) {
    // A cheap bell shape: the sum of three uniforms; the same in all channels, as from a mono sensor.
    const grain = (stream.float() + stream.float() + stream.float() - 1.5) * 2 * noise;
    for (let c = i; c < i + 3; c++) data[c] = Math.max(0, Math.min(255, Math.round((data[c] ?? 0) + grain)));
  }
  return await sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .png({ compressionLevel: 3 })
    .toBuffer();
}

/** Writes `<folder>/<class>/<class>-001.png` and so on; returns the number of pictures. */
export async function makeSampleImages(folder: string, options: SampleOptions): Promise<number> {
  const { perClass, seed = 1, size = 128, classes = sampleClasses, signal, onImage } = options;
  let written = 0;
  for (const kind of classes) {
    await mkdir(join(folder, kind), { recursive: true });
    for (let i = 0; i < perClass; i++) {
      signal?.throwIfAborted();
      const name = `${kind}-${String(i + 1).padStart(3, '0')}.png`;
      await writeFile(join(folder, kind, name), await sampleImage(kind, i, seed, size));
      written++;
      onImage?.();
    }
  }
  return written;
}
