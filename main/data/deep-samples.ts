// 16-bit samples → 8 bits by one documented rule, so that 12-bit cameras are not crushed to black.
import type { Preprocessing } from '../../shared/domain/images.ts';

/**
 * Shifts samples right so that `deepBits` significant bits become 8.
 * `auto` decides per file and depends on nothing else: no sample above 4095 → 12 bits (÷16), else 16 bits (÷256).
 * There are only these two steps, so that dark and bright pictures of one camera rarely differ; a set that mixes them
 * can be pinned to its camera's depth.
 */
export function toEightBits(data: Buffer, deepBits: Preprocessing['deepBits']): Uint8Array {
  const samples =
    data.byteOffset % 2 === 0
      ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength >> 1)
      : new Uint16Array(Uint8Array.from(data).buffer);
  let bits: number = deepBits === 'auto' ? 12 : deepBits;
  if (deepBits === 'auto') {
    for (let i = 0; i < samples.length; i++) {
      if ((samples[i] ?? 0) > 4095) {
        bits = 16;
        break;
      }
    }
  }
  const shift = bits - 8;
  const result = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) result[i] = Math.min(255, (samples[i] ?? 0) >> shift);
  return result;
}
