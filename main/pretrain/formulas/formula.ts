// One class of pictures: a texture, what is laid over it, how it is lit and seen. Instances vary, the constants do not.
import { type Random, random } from '../../../shared/domain/random.ts';
import { drawDefect } from './defects.ts';
import { box, relief, slope } from './finish.ts';
import { drawTexture, logarithmic, type Painter } from './textures.ts';

/** Three bytes per pixel, rows from the top: `[size, size, 3]`. */
export type Picture = (size: number, instance: Random) => Uint8Array;

interface Layer {
  readonly paint: Painter;
  readonly strength: number;
}

type Colour = readonly [number, number, number];

/** The formula of class `index` of the set drawn from `seed`. */
export function drawFormula(seed: number, index: number): Picture {
  const stream = random(seed, 'formula', index);
  const layers: Layer[] = [{ paint: drawTexture(stream), strength: logarithmic(0.15, 1, stream) }];
  if (stream.chance(0.3)) layers.push({ paint: drawTexture(stream), strength: logarithmic(0.15, 0.7, stream) });
  const defects = stream.chance(0.25) ? 0 : stream.chance(0.25) ? 2 : 1;
  for (let i = 0; i < defects; i++) layers.push({ paint: drawDefect(stream), strength: logarithmic(0.4, 1.3, stream) });
  const lit = stream.chance(0.4) ? stream.between(0.4, 1) : 0;
  const [mean, contrast] = [stream.between(0.3, 0.7), logarithmic(0.12, 0.35, stream)];
  const palette = stream.chance(0.5) ? undefined : { dark: colour(0, 0.4, stream), bright: colour(0.6, 1, stream) };
  const grain = stream.chance(0.6) ? 0 : logarithmic(0.01, 0.06, stream);

  return (size, instance) => {
    let field = new Float32Array(size * size);
    for (const { paint, strength } of layers)
      add(field, paint(size, instance), strength * instance.between(0.75, 1.25));
    const light = instance.between(0, 2 * Math.PI);
    if (lit) field = relief(field, size, light, lit);
    const blur = instance.chance(0.4) ? instance.between(0, 0.3) : 0;
    if (blur) box(field, size, blur);
    slope(field, size, instance.between(0, 1.2) * instance.float(), instance);
    const noise = grain + (instance.chance(0.5) ? 0 : logarithmic(0.005, 0.035, instance));
    const level = mean + instance.between(-0.14, 0.14);
    const gain = contrast * logarithmic(0.6, 1.5, instance);
    // Half of the pictures of a coloured class are grey all the same: shapes must tell it too.
    const hues = palette && instance.chance(0.5) ? palette : undefined;
    const pixels = new Uint8Array(size * size * 3);
    for (let at = 0; at < field.length; at++) {
      const grey = level + gain * Math.tanh(field[at] ?? 0) * 1.3 + noise * instance.between(-1.7, 1.7);
      for (let channel = 0; channel < 3; channel++) {
        const [dark, bright] = [hues?.dark[channel] ?? 0, hues?.bright[channel] ?? 1];
        pixels[at * 3 + channel] = Math.min(255, Math.max(0, 255 * (dark + grey * (bright - dark))));
      }
    }
    return pixels;
  };
}

function colour(low: number, high: number, stream: Random): Colour {
  return [stream.between(low, high), stream.between(low, high), stream.between(low, high)];
}

function add(field: Float32Array, other: Float32Array, strength: number): void {
  for (let at = 0; at < field.length; at++) field[at] = (field[at] ?? 0) + strength * (other[at] ?? 0);
}
