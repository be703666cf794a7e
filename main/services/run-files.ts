// Where a run keeps its files.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from './workspace.ts';

export const checkpointPath = (workspace: Workspace, runId: number) =>
  join(workspace.runFolder(runId), 'checkpoint.narashi');

export const modelPath = (workspace: Workspace, runId: number) => join(workspace.runFolder(runId), 'model.onnx');

/** Size and digest of a file. */
export function identifyFile(path: string): { bytes: number; sha256: string } {
  const contents = readFileSync(path);
  return { bytes: contents.length, sha256: digest(contents) };
}

/** SHA-256, lower-case hexadecimal. */
export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
