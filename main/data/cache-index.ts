// The cache's index file: a header naming the preprocessing, then one checked entry per record. Read strictly from the
// front: the first entry that is torn or damaged ends it, so that a killed process or a power cut costs its tail only.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Preprocessing } from '../../shared/domain/images.ts';

export const headerBytes = 64;
export const entryBytes = 36;
const chunkEntries = 4096;

/** Names what the stored pixels depend on; mean and standard deviation are applied later and do not count. */
export function pixelKey({ width, height, resize, kernel, channels, deepBits }: Preprocessing): string {
  const text = JSON.stringify({ format: 1, width, height, resize, kernel, channels, deepBits });
  return `${width}x${height}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

export function encodeHeader(key: string): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write(`NARASHI1 ${key}\n`, 'latin1');
  return header;
}

/** SHA-256 of the file and a check over it and its position. */
export function encodeEntry(hash: string, record: number): Buffer {
  const entry = Buffer.alloc(entryBytes);
  entry.write(hash, 'hex');
  entry.writeUInt32LE(crc32(entry.subarray(0, 32), record), 32);
  return entry;
}

/** Calls `found` for every sound entry, at most `limit`, and returns their number; -1 when the header is not `key`'s. */
export async function readIndex(
  file: FileHandle,
  key: string,
  limit: number,
  found: (hash: Uint8Array, record: number) => void,
): Promise<number> {
  const header = Buffer.alloc(headerBytes);
  await file.read(header, 0, headerBytes, 0);
  if (!header.equals(encodeHeader(key))) return -1;
  const chunk = Buffer.alloc(entryBytes * chunkEntries);
  for (let record = 0; record < limit; ) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, headerBytes + record * entryBytes);
    const entries = Math.min(Math.floor(bytesRead / entryBytes), limit - record);
    if (entries === 0) return record;
    for (let i = 0; i < entries; i++, record++) {
      const hash = chunk.subarray(i * entryBytes, i * entryBytes + 32);
      if (chunk.readUInt32LE(i * entryBytes + 32) !== crc32(hash, record)) return record;
      found(hash, record);
    }
  }
  return limit;
}
