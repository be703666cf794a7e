// One decoder for every format a plant sends, and a named reason for everything it refuses.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage, decodeRaster } from '../../../main/data/decode.ts';
import { ImageProblem } from '../../../main/data/raster.ts';
import { squarePreprocessing } from '../../../shared/domain/images.ts';
import { bombPng, deepPng, flat, makeBmp, noisePng } from '../../support/images.ts';

const colour = { r: 200, g: 100, b: 50 };
const pixel = async (bytes: Uint8Array): Promise<number[]> => [
  ...(await decodeImage(bytes, squarePreprocessing(4))).pixels.subarray(0, 3),
];
const problem = async (bytes: Uint8Array): Promise<string> => {
  try {
    await decodeImage(bytes, squarePreprocessing(4));
  } catch (error) {
    // Marks, not words: the reason stands in sentences of either language.
    if (error instanceof ImageProblem) expect(error.reason).not.toMatch(/\b[a-z]{3,}\b/);
    if (error instanceof ImageProblem) return error.code;
    throw error;
  }
  return 'decoded';
};

describe('formats', () => {
  it.each([
    ['jpeg', () => flat(30, 20, colour).jpeg({ quality: 95 }).toBuffer(), 3],
    ['progressive jpeg', () => flat(30, 20, colour).jpeg({ progressive: true, quality: 95 }).toBuffer(), 3],
    ['png', () => flat(30, 20, colour).png().toBuffer(), 0],
    ['palette png', () => flat(30, 20, colour).png({ palette: true }).toBuffer(), 2],
    ['webp', () => flat(30, 20, colour).webp({ lossless: true }).toBuffer(), 0],
    ['gif', () => flat(30, 20, colour).gif().toBuffer(), 4],
    ['avif', () => flat(30, 20, colour).avif({ lossless: true }).toBuffer(), 3],
    ['tiff lzw', () => flat(30, 20, colour).tiff({ compression: 'lzw' }).toBuffer(), 0],
    ['tiff jpeg', () => flat(30, 20, colour).tiff({ compression: 'jpeg', quality: 95 }).toBuffer(), 3],
    ['cmyk jpeg', () => flat(30, 20, colour).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(), 32],
    ['16-bit rgb png', () => flat(30, 20, colour).toColourspace('rgb16').png().toBuffer(), 1],
    ['16-bit rgb tiff', () => flat(30, 20, colour).toColourspace('rgb16').tiff({ compression: 'none' }).toBuffer(), 1],
  ] as const)('%s', async (_, make, tolerance) => {
    const [r = 0, g = 0, b = 0] = await pixel(await make());
    expect(Math.max(Math.abs(r - 200), Math.abs(g - 100), Math.abs(b - 50))).toBeLessThanOrEqual(tolerance);
  });

  it('keeps a grey picture at one channel until the end', async () => {
    const bytes = await flat(30, 20, { r: 90, g: 90, b: 90 }).toColourspace('b-w').png().toBuffer();
    expect((await decodeRaster(bytes)).channels).toBe(1);
    expect(await pixel(bytes)).toEqual([90, 90, 90]);
  });

  it('lays transparent parts on white', async () => {
    const background = { r: 255, g: 0, b: 0, alpha: 0 };
    const clear = await sharp({ create: { width: 4, height: 4, channels: 4, background } })
      .png()
      .toBuffer();
    expect(await pixel(clear)).toEqual([255, 255, 255]);
  });

  it('turns by the EXIF orientation', async () => {
    const left = await flat(4, 8, { r: 255, g: 255, b: 255 }).png().toBuffer();
    const bytes = await flat(8, 8, { r: 0, g: 0, b: 0 })
      .composite([{ input: left, left: 0, top: 0 }])
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const { pixels } = await decodeImage(bytes, squarePreprocessing(8));
    // Orientation 6: turn 90° clockwise, so that the white left half comes to the top.
    expect([pixels[0], pixels[7 * 3], pixels[7 * 8 * 3]]).toEqual([255, 255, 0]);
  });

  it('ignores a display profile, as the line does', async () => {
    const bytes = await flat(8, 8, colour).withIccProfile('p3').png().toBuffer();
    const stored = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
    expect(await pixel(bytes)).toEqual([...stored.subarray(0, 3)]);
  });
});

describe('16-bit grey', () => {
  it.each([
    ['12-bit camera, full range', 4095, 255],
    ['12-bit camera, dark', 160, 10],
    ['16-bit camera', 65535, 255],
    ['16-bit camera, mid', 32768, 128],
  ])('%s', async (_, value, expected) => {
    const samples = new Uint16Array(16).fill(value);
    expect(await pixel(await deepPng(samples, 4))).toEqual([expected, expected, expected]);
    const raw = { width: 4, height: 4, channels: 1 } as const;
    const tiff = await sharp(samples, { raw }).toColourspace('grey16').tiff({ compression: 'none' }).toBuffer();
    expect(await pixel(tiff)).toEqual([expected, expected, expected]);
  });

  it('obeys a pinned depth', async () => {
    const bytes = await deepPng(new Uint16Array(16).fill(1023), 4);
    const decoded = await decodeImage(bytes, { ...squarePreprocessing(4), deepBits: 10 });
    expect(decoded.pixels[0]).toBe(255);
  });
});

const [red, green, blue, white] = [
  { r: 255, g: 0, b: 0 },
  { r: 0, g: 255, b: 0 },
  { r: 0, g: 0, b: 255 },
  { r: 255, g: 255, b: 255 },
];
const palette = [red, green, blue, white];
// Top row red, green; bottom row blue, white.
const expected = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255];
const size = { width: 2, height: 2 };

describe('bmp', () => {
  it.each([
    ['24 bits', makeBmp({ ...size, bits: 24, rows: [255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0] })],
    [
      '24 bits, no final padding',
      makeBmp({ ...size, bits: 24, rows: [255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0] }),
    ],
    [
      '24 bits, top-down',
      makeBmp({ ...size, bits: 24, topDown: true, rows: [0, 0, 255, 0, 255, 0, 0, 0, 255, 0, 0, 255, 255, 255, 0, 0] }),
    ],
    ['32 bits', makeBmp({ ...size, bits: 32, rows: [255, 0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0] })],
    ['16 bits 555', makeBmp({ ...size, bits: 16, rows: [0x1f, 0, 0xff, 0x7f, 0, 0x7c, 0xe0, 0x03] })],
    [
      '16 bits 565',
      makeBmp({
        ...size,
        bits: 16,
        compression: 3,
        masks: [0xf800, 0x7e0, 0x1f],
        rows: [0x1f, 0, 0xff, 0xff, 0, 0xf8, 0xe0, 0x07],
      }),
    ],
    [
      '32 bits, 10-bit fields',
      makeBmp({
        ...size,
        bits: 32,
        compression: 3,
        masks: [0x3ff00000, 0xffc00, 0x3ff],
        rows: [0xff, 3, 0, 0, 0xff, 0xff, 0xff, 0x3f, 0, 0, 0xf0, 0x3f, 0, 0xfc, 0x0f, 0],
      }),
    ],
    ['8 bits', makeBmp({ ...size, bits: 8, palette, rows: [2, 3, 0, 0, 0, 1, 0, 0] })],
    ['8 bits, OS/2', makeBmp({ ...size, bits: 8, old: true, palette, rows: [2, 3, 0, 0, 0, 1, 0, 0] })],
    ['4 bits', makeBmp({ ...size, bits: 4, palette, rows: [0x23, 0, 0, 0, 0x01, 0, 0, 0] })],
    ['RLE8', makeBmp({ ...size, bits: 8, compression: 1, palette, rows: [1, 2, 1, 3, 0, 0, 1, 0, 1, 1, 0, 1] })],
    [
      'RLE8, literal',
      makeBmp({ ...size, bits: 8, compression: 1, palette, rows: [0, 4, 2, 3, 9, 9, 0, 0, 1, 0, 1, 1, 0, 1] }),
    ],
    ['RLE4', makeBmp({ ...size, bits: 4, compression: 2, palette, rows: [2, 0x23, 0, 0, 2, 0x01, 0, 1] })],
    [
      'RLE8, jump',
      makeBmp({
        ...size,
        bits: 8,
        compression: 1,
        palette,
        rows: [1, 2, 1, 3, 0, 2, 0, 0, 0, 0, 2, 0, 0, 2, 1, 0, 0, 1],
      }),
    ],
  ])('%s', async (name, bytes) => {
    const { channels, data } = await decodeRaster(bytes);
    expect(channels).toBe(3);
    if (name === 'RLE8, jump') expect([...data.subarray(6)]).toEqual(expected.slice(6));
    else expect([...data]).toEqual(expected);
  });

  it('1 bit, black and white, comes out grey', async () => {
    const bytes = makeBmp({
      ...size,
      bits: 1,
      palette: [{ r: 0, g: 0, b: 0 }, white],
      rows: [0x40, 0, 0, 0, 0x80, 0, 0, 0],
    });
    expect(await decodeRaster(bytes)).toMatchObject({ channels: 1, data: Uint8Array.of(255, 0, 0, 255) });
  });
});

describe('refusals', () => {
  const bmp = makeBmp({ ...size, bits: 24, rows: [255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0] });
  const bitFields = makeBmp({ ...size, bits: 32, compression: 3, rows: [] });
  const cut = async (bytes: Promise<Buffer>): Promise<Buffer> =>
    (await bytes).subarray(0, Math.floor((await bytes).length * 0.6));
  const big = (): ReturnType<typeof flat> => flat(200, 200, colour).blur(3);

  it.each([
    ['zero bytes', async () => Buffer.alloc(0), 'data.image-empty'],
    ['text', async () => Buffer.from('lot,result\n1,OK\n'), 'data.image-unreadable'],
    [
      'noise',
      async () => Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 7919) % 256)),
      'data.image-unreadable',
    ],
    ['cut jpeg', () => cut(big().jpeg().toBuffer()), 'data.image-truncated'],
    ['cut png', () => cut(noisePng(3, 64)), 'data.image-truncated'],
    ['cut bmp', async () => bmp.subarray(0, bmp.length - 4), 'data.image-truncated'],
    ['bmp without its bit fields', async () => bitFields.subarray(0, 60), 'data.image-truncated'],
    ['bmp header only', async () => bmp.subarray(0, 30), 'data.image-truncated'],
    ['bomb', async () => bombPng(30_000, 30_000), 'data.image-too-large'],
    ['bmp bomb', async () => makeBmp({ width: 30_000, height: 30_000, bits: 24, rows: [] }), 'data.image-too-large'],
    [
      'svg',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'data.image-kind-unsupported',
    ],
    [
      'bmp with jpeg inside',
      async () => makeBmp({ ...size, bits: 24, compression: 4, rows: [0] }),
      'data.image-kind-unsupported',
    ],
    ['bmp without width', async () => makeBmp({ ...size, width: 0, bits: 24, rows: [] }), 'data.image-unreadable'],
  ] as const)('%s', async (_, make, code) => {
    expect(await problem(await make())).toBe(code);
  });

  it('says what is wrong in both languages', () => {
    const error = new ImageProblem('data.image-too-large', '30000 × 30000 px').at('傷/部品1.png');
    expect(error.message).toContain('傷/部品1.png');
    expect(error.in('ja')).toContain('大きすぎます（30000 × 30000 px）');
  });
});
