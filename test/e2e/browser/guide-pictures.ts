// npm run screenshots, after the tests have taken them: the pictures of the guides and the README, as small as they can be.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { outFolder } from './support/measure.ts';

const names = [
  ...['welcome', 'images', 'train', 'progress', 'results', 'export'],
  ...['quality', 'trials', 'report', 'models', 'line', 'review'],
];
const most = 160_000;
/** The first that is small enough is taken; photographs need the other. Fewer colours would lose the green of OK. */
const ways = [
  { width: 1366, quality: 90 },
  { width: 1024, quality: 90 },
];
const docs = join(import.meta.dirname, '../../../docs/images');

async function pack(path: string): Promise<Buffer> {
  for (const { width, quality } of ways) {
    const packed = await sharp(path).resize({ width }).png({ palette: true, quality, effort: 10 }).toBuffer();
    if (packed.length <= most) return packed;
  }
  throw new Error(`${path} does not fit into ${most} bytes`);
}

for (const language of ['ja', 'en']) {
  await mkdir(join(docs, language), { recursive: true });
  for (const name of names) {
    const packed = await pack(join(outFolder, 'screenshots', language, `${name}.png`));
    await writeFile(join(docs, language, `${name}.png`), packed);
    console.log(`${language}/${name}.png: ${Math.round(packed.length / 1000)} kB`);
  }
}
