// ZIP archives byte by byte, so that tests can write what no ordinary program would.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipItem {
  readonly name: string | Uint8Array;
  readonly data: Uint8Array;
  /** General purpose bits; 0x800: the name is UTF-8, 1: encrypted. */
  readonly flags?: number;
  /** Unix mode, as in `0o120777` for a link. */
  readonly mode?: number;
  readonly deflate?: boolean;
  readonly method?: number;
  /** What the directory claims, where it is not the truth. */
  readonly claimedSize?: number;
  readonly claimedCrc?: number;
  /** Use the bytes of the first entry instead of own ones. */
  readonly sharesFirst?: boolean;
}

export function makeZip(items: readonly ZipItem[], claimedCount = items.length): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const item of items) {
    const name = typeof item.name === 'string' ? Buffer.from(item.name, 'utf8') : Buffer.from(item.name);
    const packed = item.deflate ? deflateRawSync(item.data) : Buffer.from(item.data);
    const method = item.method ?? (item.deflate ? 8 : 0);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(item.flags ?? 0, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(item.claimedCrc ?? crc32(item.data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(item.claimedSize ?? item.data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE(((item.mode ?? 0o100644) << 16) >>> 0, 6);
    attributes.writeUInt32LE(item.sharesFirst ? 0 : offset, 10);
    const maker = Buffer.from([20, 3]);
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), maker, common, attributes, name);
    if (item.sharesFirst) continue;
    const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]);
    bodies.push(body);
    offset += body.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(claimedCount, 8);
  end.writeUInt16LE(claimedCount, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, central, end]);
}
