// Plain types about images that every layer shares: how pixels are prepared, where an image belongs, how it is varied.
import type { ErrorCode } from '../contract/errors/index.ts';

/**
 * The exact path from an image file to network input. The same value is used for training, prediction and export.
 * `stretch` ignores the aspect ratio; `triangle` is Pillow's BILINEAR (antialiased triangle filter), bit for bit.
 */
export interface Preprocessing {
  readonly width: number;
  readonly height: number;
  readonly resize: 'stretch';
  readonly kernel: 'triangle';
  readonly channels: 3;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** Significant bits of 16-bit files. `auto`: 12 where no sample exceeds 4095, else 16 (decided per file). */
  readonly deepBits: 'auto' | 10 | 12 | 14 | 16;
}

/** The usual preprocessing for a square input. */
export function squarePreprocessing(size: number): Preprocessing {
  return {
    width: size,
    height: size,
    resize: 'stretch',
    kernel: 'triangle',
    channels: 3,
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
    deepBits: 'auto',
  };
}

/** Bytes of one decoded image, RGB, HWC. */
export function imageBytes(preprocessing: Preprocessing): number {
  return preprocessing.width * preprocessing.height * preprocessing.channels;
}

export const splitNames = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof splitNames)[number];

/** An image accepted by an import. `hash` is the SHA-256 of the file's bytes, in hexadecimal. */
export interface ImportedImage {
  readonly hash: string;
  readonly path: string;
  readonly relativePath: string;
  readonly className: string;
  /** Given by a `train/validation/test` folder layout, else absent. */
  readonly split?: SplitName;
  readonly bytes: number;
}

/** A file that was left out, with the code of the sentence that says why. */
export interface SkippedFile {
  readonly relativePath: string;
  readonly code: SkipCode;
  readonly reason: string;
}

export type SkipCode = Extract<ErrorCode, `data.image-${string}`>;

/** The same bytes met twice: `duplicate` in one class (the first is kept), `conflict` in two (neither is used). */
export interface RepeatedImage {
  readonly kind: 'duplicate' | 'conflict';
  readonly hash: string;
  readonly path: string;
  readonly relativePath: string;
  readonly className: string;
  readonly firstClassName: string;
}

export interface ImportProgress {
  /** Files looked at so far. */
  readonly files: number;
  /** All image files below the folder; absent until the folder has been counted. */
  readonly total?: number;
  readonly images: number;
  readonly skipped: number;
  readonly bytes: number;
  readonly seconds: number;
}

export interface ImportSummary {
  readonly folder: string;
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  /** Usable images, conflicts already taken off. */
  readonly images: number;
  /** Images decoded now; the others were already in the cache. */
  readonly decoded: number;
  readonly duplicates: number;
  /** Distinct images withdrawn because they were found in more than one class. */
  readonly conflicts: number;
  readonly skipped: Readonly<Partial<Record<SkipCode, number>>>;
  /** Files that are not images by their name (`.txt`, `.csv`, …), not opened. */
  readonly otherFiles: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** One switchable variation; a strength of 0 switches it off. Values are the largest deviation, drawn uniformly. */
export interface Augmentation {
  readonly flipHorizontal: boolean;
  readonly flipVertical: boolean;
  /** Turns by 0, 90, 180 or 270 degrees. */
  readonly quarterTurns: boolean;
  /** Degrees. */
  readonly rotation: number;
  /** Fraction of the width and height. */
  readonly shift: number;
  /** Fraction: 0.1 draws factors between 1/1.1 and 1.1. */
  readonly scale: number;
  /** Fraction of full range added or taken off. */
  readonly brightness: number;
  /** Fraction: gain about mid-grey. */
  readonly contrast: number;
  /** Fraction: 0.2 draws exponents between 1/1.2 and 1.2. */
  readonly gamma: number;
  /** Centre-weight lost to neighbours by a 3 × 3 blur, 0 to 1. */
  readonly blur: number;
  /** Standard deviation of the strongest noise, fraction of full range. */
  readonly noise: number;
}

const still: Augmentation = {
  flipHorizontal: false,
  flipVertical: false,
  quarterTurns: false,
  rotation: 0,
  shift: 0,
  scale: 0,
  brightness: 0,
  contrast: 0,
  gamma: 0,
  blur: 0,
  noise: 0,
};

/** `flips`: mirrored only, so that a fixed part of a network sees few different pictures. `line` suits parts that arrive roughly aligned; switch the flips off where left and right differ in meaning. */
export const augmentationPresets = {
  none: still,
  flips: { ...still, flipHorizontal: true, flipVertical: true },
  line: {
    ...still,
    flipHorizontal: true,
    flipVertical: true,
    rotation: 5,
    shift: 1 / 16,
    scale: 0.05,
    brightness: 0.08,
    contrast: 0.1,
    gamma: 0.1,
  },
  strong: {
    flipHorizontal: true,
    flipVertical: true,
    quarterTurns: true,
    rotation: 15,
    shift: 0.125,
    scale: 0.15,
    brightness: 0.15,
    contrast: 0.25,
    gamma: 0.25,
    blur: 0.5,
    noise: 0.04,
  },
} as const satisfies Record<string, Augmentation>;

export type AugmentationPreset = keyof typeof augmentationPresets;
