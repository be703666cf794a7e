// The headers of the two kinds of file that cameras write, read without opening a decoder; all else is left to it.

/** What decides how a file is decoded, in sharp's words. */
export interface PictureHeader {
  readonly format: 'jpeg' | 'png';
  readonly width: number;
  readonly height: number;
  readonly space: 'b-w' | 'srgb';
  readonly depth: 'uchar';
}

/** Undefined for whatever is not plainly an 8-bit grey or RGB picture. */
export function quickHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 33) return undefined;
  if (view.getUint16(0) === 0xffd8) return jpegHeader(view);
  return view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a ? pngHeader(view) : undefined;
}

/** The first frame header (ITU-T T.81, B.2.2), reached from marker to marker. */
function jpegHeader(view: DataView): PictureHeader | undefined {
  for (let at = 2; at + 10 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (!isFrame) {
      at += 2 + view.getUint16(at + 2);
      continue;
    }
    const [precision, height, width] = [view.getUint8(at + 4), view.getUint16(at + 5), view.getUint16(at + 7)];
    const components = view.getUint8(at + 9);
    if (precision !== 8 || width === 0 || height === 0 || (components !== 1 && components !== 3)) return undefined;
    return { format: 'jpeg', width, height, space: components === 1 ? 'b-w' : 'srgb', depth: 'uchar' };
  }
  return undefined;
}

/** The header chunk (ISO/IEC 15948, 11.2.2): grey or RGB of 8 bits, without palette or transparency. */
function pngHeader(view: DataView): PictureHeader | undefined {
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [bits, colour] = [view.getUint8(24), view.getUint8(25)];
  if (bits !== 8 || width === 0 || height === 0 || (colour !== 0 && colour !== 2)) return undefined;
  return { format: 'png', width, height, space: colour === 0 ? 'b-w' : 'srgb', depth: 'uchar' };
}
