// The CSV of a line: each part once, whatever interrupted the writing, and nothing a spreadsheet would run.
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openCsv } from '../../../main/inspect/sink/csv.ts';
import { journalPart } from '../../support/journal-part.ts';
import { temporaryFolder } from '../store/fixture.ts';

let folder = '';
beforeEach(() => {
  folder = join(temporaryFolder(), 'results');
});

const text = () =>
  readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
const ids = () => [...text().matchAll(/^\uFEFF?(\d+),/gmu)].map(([, id]) => Number(id));
const day = (hour: number) => new Date(2026, 10, 30, hour).toISOString();
const part = (id: number, more = {}) => journalPart({ id, receivedAt: day(9), ...more });

describe('the CSV of a line', () => {
  it('opens in a spreadsheet: BOM, a header, a row per part', async () => {
    const csv = await openCsv(folder);
    await csv.tell([
      part(1, { name: '部品,"1".png', reference: '=1+1', className: '良品' }),
      part(2, { outcome: 'NG' }),
    ]);
    expect(readdirSync(folder)).toEqual(['2026-11-30.csv']);
    const [header, first, second, rest] = text().split('\r\n');
    expect(header?.startsWith('\uFEFFid,received_at,part,name,outcome,')).toBe(true);
    expect(first).toContain(`1,${day(9)},'=1+1,"部品,""1"".png",OK,良品,`);
    expect(second).toContain(',NG,');
    expect(rest).toBe('');
  });

  it('has a file for each day', async () => {
    const csv = await openCsv(folder);
    await csv.tell([part(1), part(2, { receivedAt: new Date(2026, 11, 1, 0, 5).toISOString() })]);
    expect(readdirSync(folder).sort()).toEqual(['2026-11-30.csv', '2026-12-01.csv']);
  });

  it('writes what it is told again only once, also after a restart', async () => {
    const csv = await openCsv(folder);
    await csv.tell([part(1), part(2)]);
    await csv.tell([part(2), part(3)]);
    const again = await openCsv(folder);
    await again.tell([part(1), part(2), part(3), part(4)]);
    expect(ids()).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['in the middle of a row', '4,2026-11-30T09:00'],
    ['between row and end of line', '4,x\r'],
    ['in the middle of a number', '4'],
  ])('takes off what was cut short %s', async (_, rest) => {
    const csv = await openCsv(folder);
    await csv.tell([part(1), part(2), part(3)]);
    appendFileSync(join(folder, '2026-11-30.csv'), rest);
    const again = await openCsv(folder);
    await again.tell([part(3), part(4), part(5)]);
    expect(ids()).toEqual([1, 2, 3, 4, 5]);
    expect(text()).not.toContain(`${rest}4,`);
  });

  it('begins anew where only the header was written', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, '2026-11-30.csv'), '\uFEFFid,recei');
    const csv = await openCsv(folder);
    await csv.tell([part(1)]);
    expect(text()).toMatch(/^\uFEFFid,received_at,.*\r\n1,/u);
  });
});
