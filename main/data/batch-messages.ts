// What the batch streams and their worker say to each other.
import type { Augmentation, Preprocessing } from '../../shared/domain/images.ts';

export interface WorkerSetup {
  readonly pixelFile: string;
  readonly preprocessing: Preprocessing;
  readonly augmentation: Augmentation;
  readonly seed: number;
}

export interface FillRequest {
  readonly ticket: number;
  readonly epoch: number;
  /** `[N, 3, H, W]`, moved to the worker and back. */
  readonly images: Float32Array<ArrayBuffer>;
  /** Cache records, dataset positions and repeats, one each per image. */
  readonly records: Int32Array;
  readonly indices: Int32Array;
  readonly repeats: Int32Array;
}

export type WorkerReply =
  | { readonly ticket: number; readonly images: Float32Array<ArrayBuffer> }
  | { readonly failed: string };
