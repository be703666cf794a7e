// The register map as a table, what stands in the registers, and that the documentation says the same.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  bitCount,
  bits,
  block,
  blockLength,
  commandCoils,
  commands,
  faultTexts,
  mirror,
  outcomeCodes,
  type Place,
  reasons,
} from '../../../../main/inspect/modbus/register-map.ts';
import { following, numberOf, resultOf } from '../../../../main/inspect/modbus/result.ts';
import { faults, outcomes } from '../../../../shared/domain/inspection.ts';
import { linePart } from '../../../support/line-part.ts';
import { Line } from './line.ts';

describe('the register map', () => {
  const tables: readonly (readonly [string, readonly Place[], number])[] = [
    ['commands', commands, mirror],
    ['command coils', commandCoils, mirror],
    ['block', block, blockLength],
    ['bits', bits, bitCount],
  ];
  it.each(tables)('has no overlap and no overflow among the %s', (_, places, length) => {
    const used = places.flatMap((place) =>
      Array.from({ length: place.length }, (_each, index) => place.address + index),
    );
    expect(new Set(used).size).toBe(used.length);
    expect(Math.max(...used)).toBeLessThan(length);
  });

  it('gives no two outcomes or reasons one number, and no outcome 0', () => {
    const codes = outcomes.map((outcome) => outcomeCodes[outcome].code);
    expect(codes).toEqual([1, 2, 3, 4]);
    const numbers = Object.values(reasons).map(({ code }) => code);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('the registers', () => {
  it('hold what the part says', () => {
    const line = new Line();
    line.writes({ trigger: true, partNumber: 0x0102_0304 });
    line.judges(
      linePart({ outcome: 'review', classIndex: 3, ngScore: 0.98765, milliseconds: 41.6, model: 'gears-3 部品B' }),
    );
    const words = line.words;
    expect(words).toHaveLength(32);
    expect(words.slice(0, 13)).toEqual([1, 0b100_0010_0100, 3, 0, 1, 0x0102, 0x0304, 9877, 3, 0, 0, 0, 42]);
    const name = String.fromCharCode(...words.slice(13, 21).flatMap((word) => [word >> 8, word & 255]));
    expect(name).toBe('gears-3 __B\0\0\0\0\0');
    expect(words.slice(21)).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
  });

  it('say that nothing is known before the first part', () => {
    const { words } = new Line();
    expect(words.slice(1, 13)).toEqual([0b10_0001, 0, 0, 0, 0, 0, 65535, 65535, 0, 0, 0, 0]);
  });

  it('have room for numbers of 32 bits', () => {
    const line = new Line();
    line.state = { ...line.state, sequence: 0x1234_5677, counts: { OK: 0xffff_ffff, NG: 70_000, review: 0, error: 0 } };
    line.tells(linePart({ reference: '4294967295' }));
    expect(line.words.slice(3, 7)).toEqual([0x1234, 0x5678, 0xffff, 0xffff]);
    expect(line.words.slice(21, 25)).toEqual([0, 0, 1, 4464]);
  });
});

describe('a result', () => {
  it('has numbers that fit, and one that cannot be meant for what is not known', () => {
    expect(resultOf(linePart({ ngScore: null, classIndex: -1, milliseconds: 70_000 }), 1)).toMatchObject({
      ngScore: 65535,
      classIndex: 65535,
      milliseconds: 65535,
    });
    expect(resultOf(linePart({ ngScore: 1, milliseconds: 0 }), 1)).toMatchObject({ ngScore: 10_000, milliseconds: 0 });
  });

  it.each([
    ['17', 17],
    ['0017', 17],
    ['4294967295', 4_294_967_295],
    ['4294967296', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['A17', undefined],
    ['', undefined],
    [null, undefined],
  ])('takes %s as number %s', (reference, number) => {
    expect(numberOf(linePart({ reference }))).toBe(number);
  });

  it('is never number 0', () => {
    expect(following(0)).toBe(1);
    expect(following(0xffff_fffe)).toBe(0xffff_ffff);
    expect(following(0xffff_ffff)).toBe(1);
  });
});

describe.each(['en', 'ja'] as const)('the documentation (%s)', (language) => {
  const path = new URL(`../../../../docs/line/modbus${language === 'ja' ? '.ja' : ''}.md`, import.meta.url);
  const span = ({ address, length }: Place, from: number) =>
    length === 1 ? `${from + address}` : `${from + address}–${from + address + length - 1}`;
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['commands', commands.map((place) => `| ${span(place, 0)} | ${place[language]} |`)],
    ['command coils', commandCoils.map((place) => `| ${span(place, 0)} | ${place[language]} |`)],
    ['block', block.map((place) => `| ${span(place, 0)} | ${span(place, mirror)} | ${place[language]} |`)],
    ['bits', bits.map((place) => `| ${place.address} | ${mirror + place.address} | ${place[language]} |`)],
    ['outcomes', outcomes.map((outcome) => `| ${outcomeCodes[outcome].code} | ${outcomeCodes[outcome][language]} |`)],
    ['reasons', Object.values(reasons).map((reason) => `| ${reason.code} | ${reason[language]} |`)],
    [
      'faults',
      Object.entries(faultTexts).map(([name, text]) => {
        const number = Object.entries(faults).find(([fault]) => fault === name)?.[1];
        return `| ${number} | ${text[language]} |`;
      }),
    ],
  ];
  it.each(rows)('has the table of %s as it is', async (_, lines) => {
    const text = (await readFile(path, 'utf8')).replace(/ +\|/g, ' |');
    expect(text).toContain(lines.join('\n'));
  });
});
