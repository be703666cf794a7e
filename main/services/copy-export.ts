// A model and its description, copied to where the user wants them.
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { syncFile } from '../data/whole-file.ts';
import { type ExportedModel, sidecarPath } from '../export/export-model.ts';

/** Copies a model and its description, each complete or not at all. @throws NarashiError export.not-written */
export async function copyExport(
  exported: Pick<ExportedModel, 'path' | 'sidecar'>,
  destination: string,
): Promise<{ path: string; sidecar: string }> {
  const sidecar = sidecarPath(destination);
  try {
    await mkdir(dirname(destination), { recursive: true });
    for (const [from, to] of [[exported.path, destination] as const, [exported.sidecar, sidecar] as const]) {
      // Always the same name: what a killed process left behind is overwritten.
      const temporary = `${to}.tmp`;
      try {
        await copyFile(from, temporary);
        // It may be a stick that is pulled out as soon as the window says that it is saved.
        await syncFile(temporary);
        await rename(temporary, to);
      } finally {
        await rm(temporary, { force: true });
      }
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('export.not-written', { path: destination, reason }, { cause: error });
  }
  return { path: destination, sidecar };
}
