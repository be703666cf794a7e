// Small rules of Export and Settings: differences rounded up, sizes, names of backups.
import { describe, expect, it } from 'vitest';
import { differenceText } from '../../../renderer/screens/export/difference-text.ts';
import { backupName } from '../../../renderer/screens/settings/backup-name.ts';
import { sizeText } from '../../../renderer/screens/settings/size-text.ts';

it.each([
  [0, '0'],
  [3e-7, '0.0000003'],
  [2.98e-7, '0.0000003'],
  [3.01e-7, '0.0000004'],
  [9.96e-8, '0.00000010'],
  [0.0004, '0.0004'],
  [0.21, '0.3'],
  [1, '1'],
  [Number.NaN, '–'],
])('a difference of %d is promised as %s', (value, text) => expect(differenceText(value)).toBe(text));

it.each([
  [512, '512 B', '512B'],
  [412_000_000, '412.0 MB', '412.0MB'],
  [88_440_000_000, '88.4 GB', '88.4GB'],
])('%d bytes are %s', (bytes, en, ja) => expect([sizeText(bytes, 'en'), sizeText(bytes, 'ja')]).toEqual([en, ja]));

describe('a backup', () => {
  it('is named so that names sort by time', () => {
    expect(backupName(new Date(2026, 10, 5, 9, 7))).toBe('narashi-2026-11-05-0907.zip');
  });
});
