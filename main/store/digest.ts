// A snapshot's identity: SHA-256 over its classes in order and its images in path order.
import { createHash } from 'node:crypto';
import type { ClassLabel, Origin, Split } from '../../shared/domain/dataset.ts';

/** All a snapshot keeps about an image. */
export type DigestEntry = Origin & {
  readonly path: string;
  readonly contentHash: string;
  readonly className: string;
  readonly split: Split;
};

/**
 * Hex digest of the UTF-8 lines `narashi-snapshot-1`, the JSON array of [name, verdict] per class, then one JSON array
 * per image. `entries` must come in ascending byte order of their paths. Whatever is stored is digested: equal digests
 * mean equal data, for training and for splitting by lot alike.
 */
export async function snapshotDigest(
  classes: readonly ClassLabel[],
  entries: AsyncIterable<DigestEntry>,
): Promise<string> {
  const hash = createHash('sha256');
  hash.update('narashi-snapshot-1\n');
  hash.update(`${JSON.stringify(classes.map((label) => [label.name, label.verdict]))}\n`);
  for await (const entry of entries) hash.update(`${JSON.stringify(fields(entry))}\n`);
  return hash.digest('hex');
}

function fields(entry: DigestEntry): readonly (string | null)[] {
  const { path, contentHash, className, split, lot, part, line, camera, capturedAt } = entry;
  return [path, contentHash, className, split, lot, part, line, camera, capturedAt];
}
