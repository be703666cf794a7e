// Pictures for the sample clients: an everyday mixture of a line's files, and kinds that decoders read differently.
import sharp, { type Sharp } from 'sharp';
import { random } from '../../shared/domain/random.ts';
import { deepPng, makeBmp, patternBytes } from './images.ts';

/** Gradients with grain in another colour each, in sizes and formats as cameras write them. */
export async function everydayImages(count: number): Promise<Map<string, Uint8Array>> {
  const images = new Map<string, Uint8Array>();
  for (let index = 0; index < count; index++) {
    const stream = random(index, 'client image');
    const [width, height] = [20 + stream.integer(140), 20 + stream.integer(110)];
    const [base, slope, grain] = [Array.from({ length: 3 }, () => stream.integer(256)), stream.float() * 3, 60];
    const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
      const x = Math.floor(at / 3) % width;
      const value = (base[at % 3] ?? 0) + (x - width / 2) * slope + (stream.float() - 0.5) * grain;
      return Math.max(0, Math.min(255, Math.round(value)));
    });
    const picture = sharp(data, { raw: { width, height, channels: 3 } });
    const [extension, bytes] = await written(picture, { data, width, height }, index % 5);
    images.set(`part-${index}.${extension}`, bytes);
  }
  return images;
}

interface Raw {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

async function written(picture: Sharp, raw: Raw, format: number): Promise<readonly [string, Uint8Array]> {
  if (format === 0) return ['jpg', await picture.jpeg({ quality: 85 }).toBuffer()];
  if (format === 1) return ['png', await picture.png().toBuffer()];
  if (format === 2) return ['bmp', colourBmp(raw)];
  if (format === 3) return ['jpg', await picture.greyscale().jpeg({ quality: 92 }).toBuffer()];
  return ['tif', await picture.tiff({ compression: 'lzw' }).toBuffer()];
}

function colourBmp({ data, width, height }: Raw): Buffer {
  const padding = Array.from({ length: (4 - ((width * 3) % 4)) % 4 }, () => 0);
  const rows = Array.from({ length: height }, (_, up) => {
    const row = data.subarray((height - 1 - up) * width * 3, (height - up) * width * 3);
    return [...row.map((_, at) => row[at - (at % 3) + 2 - (at % 3)] ?? 0), ...padding];
  });
  return makeBmp({ width, height, bits: 24, rows: rows.flat() });
}

const [width, height] = [45, 37];
const noise = patternBytes(width * height * 4, 5);
/** 16-bit samples of all sizes, or of 12 bits only. */
const deepSamples = (bits: 12 | 16) =>
  Uint16Array.from({ length: width * height }, (_, at) => ((noise[at] ?? 0) * 257) >> (16 - bits));
const colour = () => {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / (3 * width))];
    return (x * 5 + y * (2 + (at % 3))) & 255;
  });
  return sharp(data, { raw: { width, height, channels: 3 } });
};
const transparent = () => sharp(noise, { raw: { width, height, channels: 4 } });
const turned = (orientation: number) => colour().withMetadata({ orientation });
const rampPalette = Array.from({ length: 256 }, (_, at) => ({ r: at, g: 255 - at, b: (at * 7) & 255 }));

/** Kinds that decoders are known to read differently; all clients must come to the app's pixels. */
export async function hardImages(): Promise<Map<string, Uint8Array>> {
  const rows = (step: number) => [...patternBytes(Math.ceil((width * step) / 4) * 4 * height, 3)];
  const found: Record<string, Uint8Array> = {
    'grey-16.png': await deepPng(deepSamples(16), width),
    'grey-12-of-16.png': await deepPng(deepSamples(12), width),
    'grey-16.tif': await sharp(await deepPng(deepSamples(16), width))
      .toColourspace('grey16')
      .tiff()
      .toBuffer(),
    // Samples above 4095: the upper 8 bits, which are all that Pillow keeps of colour.
    'colour-16.png': await sharp(
      Uint16Array.from(noise.subarray(0, width * height * 3), (value) => value * 257),
      { raw: { width, height, channels: 3 } },
    )
      .toColourspace('rgb16')
      .png()
      .toBuffer(),
    'palette.png': await colour().png({ palette: true, colours: 16 }).toBuffer(),
    'palette-alpha.png': await transparent().png({ palette: true, colours: 16 }).toBuffer(),
    'alpha.png': await transparent().png().toBuffer(),
    'grey-alpha.png': await sharp(noise.subarray(0, width * height * 2), { raw: { width, height, channels: 2 } })
      .png()
      .toBuffer(),
    'progressive.jpg': await colour().jpeg({ quality: 60, progressive: true }).toBuffer(),
    'full-chroma.jpg': await colour().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
    'lossy.webp': await colour().webp({ quality: 70 }).toBuffer(),
    'alpha.webp': await transparent().webp({ lossless: true }).toBuffer(),
    'jpeg-inside.tif': await colour().tiff({ compression: 'jpeg' }).toBuffer(),
    'profile.jpg': await colour().withIccProfile('p3').jpeg().toBuffer(),
    'turned.tif': await turned(6).tiff({ compression: 'lzw' }).toBuffer(),
    'turned.png': await turned(6).png().toBuffer(),
    '8-palette.bmp': makeBmp({ width, height, bits: 8, rows: rows(1), palette: rampPalette }),
    '24-top-down.bmp': makeBmp({ width, height, bits: 24, rows: rows(3), topDown: true }),
    '32.bmp': makeBmp({ width, height, bits: 32, rows: rows(4) }),
  };
  for (let orientation = 2; orientation <= 8; orientation++) {
    found[`turned-${orientation}.jpg`] = await turned(orientation).jpeg().toBuffer();
  }
  return new Map(Object.entries(found));
}

/** Pictures in four colours: only the app and the Node client follow their profile. */
export const cmykJpeg = (): Promise<Uint8Array> => colour().toColourspace('cmyk').jpeg().toBuffer();
