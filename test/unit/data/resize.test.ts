// The resizer must equal Pillow's BILINEAR byte for byte; the figures below were made with Pillow 12.3.0:
// sha256(Image.frombytes(mode, (w, h), pattern).resize((W, H), Image.BILINEAR).tobytes())
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { resize } from '../../../main/data/resize.ts';
import { patternBytes } from '../../support/images.ts';

const cases = [
  [37, 23, 8, 8, 3, 'dcf0d5339e8b1f26'],
  [200, 100, 64, 64, 3, '660cde6091efa344'],
  [64, 64, 64, 64, 1, '79fe80c81f701a2e'],
  [5, 3, 32, 32, 3, 'fd8535e6c0fc76cc'],
  [641, 479, 50, 30, 1, 'b12c08c160f4edbc'],
  [64, 200, 64, 32, 3, 'b2ab06b61265cac8'],
  [2000, 3, 7, 3, 3, 'd6f92d040cca8142'],
] as const;

describe('resize', () => {
  it.each(cases)(
    '%i × %i → %i × %i, %i channel(s), equals Pillow',
    (width, height, toWidth, toHeight, channels, digest) => {
      const source = { width, height, channels, data: patternBytes(width * height * channels) };
      const result = resize(source, toWidth, toHeight);
      expect(createHash('sha256').update(result.data).digest('hex').slice(0, 16)).toBe(digest);
    },
  );
});
