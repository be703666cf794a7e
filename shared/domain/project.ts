// An inspection task of the app as it is stored: the project, its images on their way in, and what one import did.
import type { ProjectSettings } from '../contract/projects.ts';
import type { Origin, Split } from './dataset.ts';

export type ProjectRecord = {
  readonly id: number;
  /** The data set its snapshots are recorded in. */
  readonly datasetId: number;
  readonly settings: ProjectSettings;
  readonly isSample: boolean;
  readonly createdAt: string;
  /** Null while it is in sight. */
  readonly archivedAt: string | null;
};

/** One image that an import adds. Its bytes lie in the library already. */
export type ProjectImageDraft = Partial<Origin> & {
  /** As the user knows it, separated by `/`. Where another image of the project has it, ` (2)` is added. */
  readonly path: string;
  /** SHA-256 of the file's bytes, 64 lower-case hexadecimal digits. */
  readonly contentHash: string;
  /** Null: without a label. */
  readonly classId: number | null;
  /** Where the source says so; otherwise given when the data is frozen. */
  readonly split?: Split | null;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
};

/** What became of the images of an import. */
export type InsertCounts = {
  readonly added: number;
  /** Removed earlier and back again, under their earlier path and split. */
  readonly restored: number;
  /** In the project already: left as they are. */
  readonly known: number;
};

/** One labelled image, as freezing sees it. */
export type LabelledImage = Origin & {
  readonly id: number;
  readonly path: string;
  readonly contentHash: string;
  readonly classId: number;
  readonly split: Split | null;
};

export const editKinds = ['label', 'remove'] as const;
export type EditKind = (typeof editKinds)[number];
/** A step of undo or redo: what kind, and how many images it holds. */
export type EditStep = { readonly kind: EditKind; readonly images: number };

/** One change of an image's label; classes by their present names. */
export type LabelChange = {
  readonly at: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly undone: boolean;
};
