// A model and its description as one ZIP file, for a browser to download.
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type ExportedModel, sidecarPath } from '../export/export-model.ts';
import type { Downloads } from './downloads.ts';

/** @throws NarashiError export.not-written */
export async function zipExport(
  root: string,
  model: string,
  files: Pick<ExportedModel, 'path' | 'sidecar'>,
  downloads: Downloads,
): Promise<{ path: string; sidecar: string; download: string }> {
  const folder = join(root, 'tmp', 'downloads');
  const path = join(folder, `${randomUUID()}.zip`);
  const name = model.replace(/\.onnx$/u, '.zip');
  const sidecar = sidecarPath(model);
  // A file that cannot be read is told by the archive, not by its stream.
  const failure = new AbortController();
  try {
    await mkdir(folder, { recursive: true });
    const zip = new yazl.ZipFile();
    zip.on('error', (error) => failure.abort(error));
    zip.addFile(files.path, model);
    zip.addFile(files.sidecar, sidecar);
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(path), { signal: failure.signal });
  } catch (thrown) {
    await rm(path, { force: true }).catch(() => undefined);
    const error: unknown = failure.signal.aborted ? failure.signal.reason : thrown;
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('export.not-written', { path, reason }, { cause: error });
  }
  return { path: name, sidecar, download: downloads.add({ path, name, temporary: true }) };
}

/** A name for the model of a run that every system takes: `ねじ-7.onnx`. */
export function modelFileName(project: string, runId: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no file system takes them
  const plain = project.replace(/[\u0000-\u001f\u007f<>:"/\\|?*\s]+/gu, '_').replace(/^[._]+|[._]+$/gu, '');
  return `${[...plain].slice(0, 60).join('') || 'narashi'}-${runId}.onnx`;
}
