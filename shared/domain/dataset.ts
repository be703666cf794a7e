// What a data set is made of: classes with their OK/NG verdict, images with split and origin, immutable snapshots.

/** What the line does with a part of this class: passes it (OK) or takes it out (NG). */
export type Verdict = 'OK' | 'NG';
export const verdicts = ['OK', 'NG'] as const;

export type Split = 'train' | 'validation' | 'test';
export const splits = ['train', 'validation', 'test'] as const;

/** A class; its place in the snapshot's list is its index in the network's output. */
export type ClassLabel = { readonly name: string; readonly verdict: Verdict };

/** Where a part came from; null where unknown. Images of one lot or part belong in one split. */
export type Origin = {
  readonly lot: string | null;
  readonly part: string | null;
  readonly line: string | null;
  readonly camera: string | null;
  /** As written by the user's system; not interpreted. */
  readonly capturedAt: string | null;
};

/** One labelled image as the import found it. */
export type ImageEntry = Partial<Origin> & {
  /** Relative to the data set's folder, separated by `/`. Unique within a snapshot. */
  readonly path: string;
  /** SHA-256 of the file's bytes, 64 lower-case hexadecimal digits. */
  readonly contentHash: string;
  readonly className: string;
  readonly split: Split;
};

/** One image of a stored snapshot. */
export type ImageRecord = Origin & {
  readonly id: number;
  readonly path: string;
  readonly contentHash: string;
  /** Index into the snapshot's classes. */
  readonly classIndex: number;
  readonly split: Split;
};

/** A file the import left out, and why. */
export type SkippedFile = { readonly path: string; readonly reason: string };

export type Dataset = {
  readonly id: number;
  readonly name: string;
  /** Folder the image paths are relative to. */
  readonly root: string;
  readonly createdAt: string;
};

/** An immutable list of images. Equal classes and images have equal digests, whoever imports them and when. */
export type Snapshot = {
  readonly id: number;
  readonly digest: string;
  readonly createdAt: string;
  readonly imageCount: number;
  readonly classes: readonly ClassLabel[];
};

/** Images per class and split. */
export type ClassCount = { readonly classIndex: number; readonly split: Split; readonly images: number };

/** One import of a data set: which snapshot came of it. */
export type ImportRecord = {
  readonly id: number;
  readonly datasetId: number;
  readonly snapshotId: number;
  readonly createdAt: string;
  readonly skippedCount: number;
};
