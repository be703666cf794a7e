// Where one import keeps what it needs on its way, inside the workspace, until it ends.
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../../shared/contract/common.ts';
import { splitNames } from '../../../shared/domain/images.ts';

/** Files of imports and uploads on their way; all of it ours, none of it kept. */
export function temporaryFolder(workspaceRoot: string): string {
  return join(workspaceRoot, 'tmp');
}

export class WorkFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** What the inspection found: {@link foundLine} each. */
  get found(): string {
    return join(this.path, 'found.ndjson');
  }

  /** What is to be written: {@link plannedImage} each. */
  get plan(): string {
    return join(this.path, 'plan.ndjson');
  }

  /** What could not be written: {@link leftOutLine} each. */
  get failed(): string {
    return join(this.path, 'failed.ndjson');
  }

  /** Files taken out of archives. */
  get files(): string {
    return join(this.path, 'files');
  }

  thumbnail(hash: string): string {
    return join(this.path, 'thumbnails', hash.slice(0, 2), `${hash}.webp`);
  }
}

export const foundImage = z.object({
  /** As the user knows it. */
  path: z.string(),
  /** Where its bytes lie now. */
  file: z.string(),
  hash: z.string(),
  className: z.string(),
  split: z.enum(splitNames).optional(),
  lot: z.string().optional(),
  part: z.string().optional(),
  line: z.string().optional(),
  camera: z.string().optional(),
  capturedAt: z.string().optional(),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
});
export type FoundImage = z.infer<typeof foundImage>;

export const leftOutLine = z.object({ path: z.string(), code: errorCode, reason: z.string() });
export type LeftOutLine = z.infer<typeof leftOutLine>;

export const foundLine = z.union([foundImage, leftOutLine]);
export type FoundLine = z.infer<typeof foundLine>;

/** `className` is the class of the project it goes to; null: without a label. */
export const plannedImage = foundImage.extend({ className: z.string().nullable() });
export type PlannedImage = z.infer<typeof plannedImage>;
