// Changes of the shop floor on a small RGB picture: light, optics, sensor, position, dirt. Pure; strength 0 changes nothing.

import { type Random, random } from '../../../shared/domain/random.ts';
import { type Disturbance, strengths } from '../../../shared/domain/study.ts';

/** Picture `[H,W,3]`, 0 to 255, row after row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** All but JPEG, which needs a codec. */
export type PureDisturbance = Exclude<Disturbance, 'jpeg'>;

/** Raise it whenever a change of this file changes a score: scores of different versions do not compare. */
export const ROBUSTNESS_VERSION = 1;

type Change = (picture: Picture, share: number, stream: Random) => Uint8Array;

/** `share`: strength ÷ the greatest. What each comes to at full strength is in docs/decisions/012. */
const changes: Readonly<Record<PureDisturbance, Change>> = {
  brighter: (picture, share) => byValue(picture, (value) => value + 80 * share),
  darker: (picture, share) => byValue(picture, (value) => value * (1 - 0.7 * share)),
  contrast: (picture, share) => byValue(picture, (value) => 128 + (value - 128) * (1 - 0.7 * share)),
  gamma: (picture, share) => byValue(picture, (value) => 255 * (value / 255) ** (1 + 1.2 * share)),
  colourTemperature: (picture, share) => byChannel(picture, [1 + 0.3 * share, 1, 1 - 0.4 * share]),
  unevenLight: (picture, share, stream) => unevenLight(picture, share, stream),
  blur: (picture, share) => blur(picture, (0.4 + 2.1 * share) * (picture.width / 64)),
  noise: (picture, share, stream) => noise(picture, 40 * share, stream),
  shift: (picture, share, stream) => {
    const angle = 2 * Math.PI * stream.float();
    const reach = 0.15 * share * picture.width;
    return moved(picture, { shiftX: reach * Math.cos(angle), shiftY: reach * Math.sin(angle) });
  },
  rotation: (picture, share, stream) =>
    moved(picture, { turn: (stream.float() < 0.5 ? -1 : 1) * share * (Math.PI / 9) }),
  scale: (picture, share, stream) =>
    moved(picture, { zoom: stream.float() < 0.5 ? 1 + 0.3 * share : 1 - 0.25 * share }),
  dust: (picture, share, stream) => dust(picture, share, stream),
};

/**
 * @param strength 0 to `strengths`
 * @param name of the image, such as its hash: the same image is always changed alike
 */
export function disturb(picture: Picture, kind: PureDisturbance, strength: number, name: number): Uint8Array {
  if (strength === 0) return picture.pixels.slice();
  return changes[kind](picture, strength / strengths, random(name, `${kind} ${strength}`));
}

function byValue({ pixels }: Picture, change: (value: number) => number): Uint8Array {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, value) => change(value));
  return Uint8Array.from(pixels, (value) => table[value] ?? 0);
}

function byChannel({ pixels }: Picture, factors: readonly number[]): Uint8Array {
  return Uint8Array.from(pixels, (value, place) => clamp(value * (factors[place % 3] ?? 1)));
}

/** Darker towards one side, chosen by chance. */
function unevenLight({ width, height, pixels }: Picture, share: number, stream: Random): Uint8Array {
  const angle = 2 * Math.PI * stream.float();
  return Uint8Array.from(pixels, (value, place) => {
    const pixel = Math.floor(place / 3);
    const x = (pixel % width) / width - 0.5;
    const y = Math.floor(pixel / width) / height - 0.5;
    const towards = (x * Math.cos(angle) + y * Math.sin(angle)) / Math.SQRT1_2;
    return clamp(value * (1 - 0.8 * share * (0.5 + 0.5 * towards)));
  });
}

/** Gaussian, edges continued. @param sigma pixels */
function blur({ width, height, pixels }: Picture, sigma: number): Uint8Array {
  const reach = Math.ceil(3 * sigma);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, place) =>
    Math.exp(-((place - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const along = (from: Float32Array, stepX: number, stepY: number) => {
    const result = new Float32Array(from.length);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let channel = 0; channel < 3; channel++) {
          let sum = 0;
          for (let tap = -reach; tap <= reach; tap++) {
            const atX = Math.min(width - 1, Math.max(0, x + tap * stepX));
            const atY = Math.min(height - 1, Math.max(0, y + tap * stepY));
            sum += (kernel[tap + reach] ?? 0) * (from[(atY * width + atX) * 3 + channel] ?? 0);
          }
          result[(y * width + x) * 3 + channel] = sum / total;
        }
      }
    }
    return result;
  };
  return Uint8Array.from(along(along(Float32Array.from(pixels), 1, 0), 0, 1), clamp);
}

/** Of the sensor: normal, each channel for itself. @param deviation in grey levels */
function noise({ pixels }: Picture, deviation: number, stream: Random): Uint8Array {
  return Uint8Array.from(pixels, (value) => clamp(value + deviation * normal(stream)));
}

/** Box and Muller 1958. */
function normal(stream: Random): number {
  return Math.sqrt(-2 * Math.log(1 - stream.float())) * Math.cos(2 * Math.PI * stream.float());
}

interface Move {
  readonly shiftX?: number;
  readonly shiftY?: number;
  /** Radians. */
  readonly turn?: number;
  readonly zoom?: number;
}

/** Around the middle, bilinear, edges continued. */
function moved({ width, height, pixels }: Picture, { shiftX = 0, shiftY = 0, turn = 0, zoom = 1 }: Move): Uint8Array {
  const result = new Uint8Array(pixels.length);
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const [cosine, sine] = [Math.cos(turn) / zoom, Math.sin(turn) / zoom];
  const at = (x: number, y: number, channel: number) => {
    const column = Math.min(width - 1, Math.max(0, x));
    const row = Math.min(height - 1, Math.max(0, y));
    return pixels[(row * width + column) * 3 + channel] ?? 0;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [overX, overY] = [x - middleX - shiftX, y - middleY - shiftY];
      const fromX = middleX + cosine * overX + sine * overY;
      const fromY = middleY - sine * overX + cosine * overY;
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      const [partX, partY] = [fromX - left, fromY - top];
      for (let channel = 0; channel < 3; channel++) {
        const upper = (1 - partX) * at(left, top, channel) + partX * at(left + 1, top, channel);
        const lower = (1 - partX) * at(left, top + 1, channel) + partX * at(left + 1, top + 1, channel);
        result[(y * width + x) * 3 + channel] = clamp((1 - partY) * upper + partY * lower);
      }
    }
  }
  return result;
}

/** Dark specks, and at higher strengths a patch that hides a part. */
function dust({ width, height, pixels }: Picture, share: number, stream: Random): Uint8Array {
  const result = pixels.slice();
  const spot = (radius: number, grey: number) => {
    const [atX, atY] = [stream.float() * width, stream.float() * height];
    for (let y = Math.floor(atY - radius); y <= atY + radius; y++) {
      for (let x = Math.floor(atX - radius); x <= atX + radius; x++) {
        if (x < 0 || y < 0 || x >= width || y >= height || (x - atX) ** 2 + (y - atY) ** 2 > radius ** 2) continue;
        result.fill(grey, (y * width + x) * 3, (y * width + x) * 3 + 3);
      }
    }
  };
  const specks = Math.round(12 * share);
  for (let speck = 0; speck < specks; speck++) spot(width * (0.012 + 0.012 * stream.float()), 30);
  spot(width * 0.16 * share, 90);
  return result;
}

const clamp = (value: number) => Math.min(255, Math.max(0, Math.round(value)));
