// Times as lists of images write them.
import { expect, it } from 'vitest';
import { readCapture } from '../../../main/data/captured-at.ts';

const cases: readonly (readonly [string, string | null, string | null])[] = [
  ['2026-04-01T08:15:00+09:00', '2026-04-01', '08'],
  ['2026-04-01T23:15:00Z', '2026-04-01', '23'],
  ['2026/4/1 8:15', '2026-04-01', '08'],
  [' 2026.04.01 ', '2026-04-01', null],
  ['2026年4月1日 8時15分', '2026-04-01', '08'],
  ['2026年12月31日', '2026-12-31', null],
  ['20260401_081500', '2026-04-01', '08'],
  ['20260401 0815', '2026-04-01', '08'],
  ['20260401', '2026-04-01', null],
  ['2026-04-01 morning', '2026-04-01', null],
  ['2026-02-30', null, null],
  ['2026-13-01', null, null],
  ['2026-04-01 25:00', null, null],
  ['1900-01-01', null, null],
  ['1775000000', null, null],
  ['yesterday', null, null],
  ['', null, null],
];
it.each(cases)('%j', (text, day, hour) => {
  expect(readCapture(text)).toEqual(day === null ? null : { day, hour });
});
