// Where a run keeps its files, in its own folder.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const checkpointPath = (runFolder: string) => join(runFolder, 'checkpoint.narashi');

export const modelPath = (runFolder: string) => join(runFolder, 'model.onnx');

/** The images of the run's snapshot, for the child that trains on them. */
export const imageListPath = (runFolder: string) => join(runFolder, 'images.jsonl');

/** Judgements of the test images, on their way from the child into the database. */
export const resultPath = (runFolder: string) => join(runFolder, 'result.json');

/** A backbone's file by its identity. */
export const backbonePath = (workspace: string, id: string) => join(workspace, 'backbones', `${id}.onnx`);

/** Size and digest of a file. */
export function identifyFile(path: string): { bytes: number; sha256: string } {
  const contents = readFileSync(path);
  return { bytes: contents.length, sha256: digest(contents) };
}

/** SHA-256, lower-case hexadecimal. */
export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
