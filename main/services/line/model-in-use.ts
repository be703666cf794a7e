// The model a line will judge with at its next start, as its folder says.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { peekManifest } from '../../export/package/head.ts';

const inUse = z.object({ current: z.string().regex(/^[0-9a-f]{64}$/) });

export interface ModelInUse {
  readonly name: string;
  readonly site: string;
  readonly createdAt: string;
  readonly approvedBy: string | null;
}

/** Null where none ever was in use, or its package cannot be read. */
export async function modelInUse(folder: string): Promise<ModelInUse | null> {
  try {
    const { current } = inUse.parse(JSON.parse(await readFile(join(folder, 'models', 'in-use.json'), 'utf8')));
    const manifest = await peekManifest(join(folder, 'models', `${current}.zip`));
    if (!manifest) return null;
    const { name, site, createdAt, approval } = manifest;
    return { name: `${name}@${current.slice(0, 8)}`, site, createdAt, approvedBy: approval?.approver ?? null };
  } catch {
    return null;
  }
}
