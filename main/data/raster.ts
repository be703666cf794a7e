// A decoded picture at its own size, and the one reason type for a picture that cannot be used.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { SkipCode } from '../../shared/domain/images.ts';

/** Samples in rows from the top, channels interleaved: grey (1) or RGB (3), 8 bits. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** Why an image was not decoded. Imports report it as a skip; prediction turns it into an error with a path. */
export class ImageProblem extends Error {
  readonly code: SkipCode;
  /** Technical marks that mean the same in every language (`PNG, 640 × 480 px`, `EACCES`), never words; may be empty. */
  readonly reason: string;

  constructor(code: SkipCode, reason: string, options?: ErrorOptions) {
    super(`${code}: ${reason}`, options);
    this.name = 'ImageProblem';
    this.code = code;
    this.reason = reason;
  }

  /** The same problem as a sentence for a person. */
  at(path: string): NarashiError {
    return new NarashiError(this.code, { path, reason: this.reason }, { cause: this });
  }
}

/** Pillow's own limit for suspected decompression bombs; larger than any area sensor sold today. */
export const maximumPixels = 178_956_970;

/** Throws before anything is allocated for a picture that claims too many pixels. */
export function checkSize(width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw new ImageProblem('data.image-unreadable', `${width} × ${height} px`);
  if (width * height > maximumPixels) {
    throw new ImageProblem('data.image-too-large', `${width} × ${height} px`);
  }
}
