// An image under the heat of a map: warm where the map is, as it was where nothing spoke.
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { heatPicture } from '../../../main/data/heat-picture.ts';

it('keeps size and picture, and warms the quarter that spoke', async () => {
  const grey = await sharp({ create: { width: 40, height: 20, channels: 3, background: { r: 90, g: 90, b: 90 } } })
    .png()
    .toBuffer();
  const picture = await heatPicture(grey, { side: 2, values: [255, 0, 0, 0] });
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([40, 20]);
  const at = (x: number, y: number) => [
    ...data.subarray((y * 40 + x) * info.channels, (y * 40 + x) * info.channels + 3),
  ];
  const [red = 0, green = 0, blue = 0] = at(2, 1);
  expect(red).toBeGreaterThan(180);
  expect(Math.max(green, blue)).toBeLessThan(60);
  expect(at(39, 19)).toEqual([90, 90, 90]);
});

it('leaves an image of which nothing spoke as it was', async () => {
  const image = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123456' } })
    .png()
    .toBuffer();
  const picture = await heatPicture(image, { side: 3, values: Array<number>(9).fill(0) });
  expect([...(await sharp(picture).removeAlpha().raw().toBuffer()).subarray(0, 3)]).toEqual([0x12, 0x34, 0x56]);
});
