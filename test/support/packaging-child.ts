// The children that prove a model and make a package's files, as stand-ins: the files are those of the small package.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { StartChild } from '../../main/jobs/control/child.ts';
import { packageFacts } from '../../main/jobs/package-messages.ts';
import { otherFiles, smallManifest } from './small-package.ts';

const payload = z.object({ folder: z.string(), facts: packageFacts });

export interface PackagingChildren {
  readonly start: StartChild;
  /** Kinds of the children so far. */
  readonly started: string[];
}

/** @param exported SHA-256 of the model that was proved */
export function packagingChildren(exported: string): PackagingChildren {
  const started: string[] = [];
  const work = async (kind: string, given: unknown, tell: (event: unknown) => void) => {
    if (kind === 'verify') {
      const parity = { images: 8, disagreements: 0, largestDifference: 0 };
      const names = { path: 'model.onnx', sidecar: 'model.json', input: 'images', output: 'probabilities' };
      return { ...names, bytes: 9, sha256: exported, parity, rebuilt: false };
    }
    const { folder, facts } = payload.parse(given);
    tell({ done: 8, total: 8 });
    const manifest = { ...smallManifest(), ...facts };
    const files = new Map<string, Uint8Array>([
      ['manifest.json', Buffer.from(JSON.stringify(manifest))],
      ...otherFiles,
    ]);
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    return {};
  };
  const start: StartChild = (kind, given, options = {}) => {
    started.push(kind);
    const result = work(kind, given, (event) => void options.onEvent?.(event));
    return { pid: undefined, result, stop: () => undefined, kill: () => undefined };
  };
  return { start, started };
}
