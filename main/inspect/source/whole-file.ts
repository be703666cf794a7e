// Whether a picture's file is all there, by the marks that formats end with: a camera may pause in the middle of one.

/** Undefined for formats that do not tell. */
export function isWhole(bytes: Uint8Array): boolean | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length === 0) return false;
  if (view.length >= 3 && view.readUIntBE(0, 3) === 0xffd8ff) return hasJpegEnd(view);
  if (view.length >= 8 && view.subarray(1, 4).toString('latin1') === 'PNG') {
    return hasPngEnd(view);
  }
  if (view.length >= 6 && view.subarray(0, 2).toString('latin1') === 'BM') return view.length >= view.readUInt32LE(2);
  if (view.length >= 12 && view.subarray(0, 4).toString('latin1') === 'RIFF') {
    return view.length >= view.readUInt32LE(4) + 8;
  }
  return undefined;
}

/** The last chunk and its checksum. */
function hasPngEnd(view: Buffer): boolean {
  const at = view.lastIndexOf('IEND');
  return at >= 0 && view.length >= at + 8;
}

/** Cameras write some bytes of their own behind the end. */
function hasJpegEnd(view: Buffer): boolean {
  return view.subarray(-4096).includes(Buffer.of(0xff, 0xd9));
}
