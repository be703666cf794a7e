// The pure parts of the renderer: addresses, keys, numbers, filters, decisions.
import { describe, expect, test } from 'vitest';
import { labelOf } from '../../renderer/bridge/entries.ts';
import { formatNumber, parseNumber } from '../../renderer/components/number-text.ts';
import { hashOf, parseRoute, projectHash } from '../../renderer/router/routes.ts';
import { filterOf, isFiltered, queryOf } from '../../renderer/screens/images/filter-query.ts';
import { chosenImages, onlyVerdict, propose } from '../../renderer/screens/images/import/decisions.ts';
import { keyCaps, type Stroke, strokeOf } from '../../renderer/stores/keys.ts';
import { exampleReport } from './support/imports.ts';

describe('addresses', () => {
  const home = { screen: 'projects', projectId: null, query: {} };
  test.each([
    ['', home],
    ['#/', home],
    ['#/projects', home],
    ['#/nowhere', home],
    ['#/projects/0/images', home],
    ['#/projects/x/images', home],
    ['#/projects/3/images/more', home],
    ['#/projects/3/__proto__', home],
    ['#/settings/more', home],
    ['#/settings', { screen: 'settings', projectId: null, query: {} }],
    ['#/projects/3', { screen: 'images', projectId: 3, query: {} }],
    ['#/projects/3/results?run=5', { screen: 'results', projectId: 3, query: { run: '5' } }],
    [
      '#/projects/3/images?text=%E8%89%AF&lot=A%26B',
      { screen: 'images', projectId: 3, query: { text: '良', lot: 'A&B' } },
    ],
  ])('%s', (hash, route) => expect(parseRoute(hash)).toEqual(route));

  test('what is written is read again', () => {
    const hash = projectHash(12, 'images', { text: 'a b&c?', lot: 'ロット#1/2' });
    expect(hashOf(parseRoute(hash))).toBe(hash);
    expect(parseRoute(hash).query).toEqual({ text: 'a b&c?', lot: 'ロット#1/2' });
  });
});

describe('keys', () => {
  const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  test.each<[Partial<Stroke> & { key: string }, string]>([
    [{ key: 'z', ctrlKey: true }, 'Ctrl+Z'],
    [{ key: 'Z', metaKey: true, shiftKey: true }, 'Ctrl+Shift+Z'],
    [{ key: '?', shiftKey: true }, '?'],
    [{ key: '+', shiftKey: true }, '+'],
    [{ key: 'ArrowLeft', shiftKey: true }, 'Shift+ArrowLeft'],
    [{ key: ' ' }, 'Space'],
    [{ key: '１' }, '1'],
    [{ key: 'ｎ' }, 'N'],
  ])('%o is %s', (stroke, name) => expect(strokeOf({ ...plain, ...stroke })).toBe(name));

  test('caps', () => {
    expect(keyCaps('Ctrl+Shift+Z')).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(keyCaps('+')).toEqual(['+']);
    expect(keyCaps('Ctrl++')).toEqual(['Ctrl', '+']);
    expect(keyCaps('Shift+ArrowLeft')).toEqual(['Shift', '←']);
  });
});

describe('numbers as typed', () => {
  test.each([
    ['１２，３４５', 12_345],
    ['12,345.6', 12_345.6],
    [' 0.5 ', 0.5],
    ['.5', 0.5],
    ['－３', -3],
    ['ー3', -3],
    ['1e3', 1000],
    ['', null],
    ['abc', null],
    ['1-2', null],
    ['0x10', null],
    ['1e999', null],
  ])('%s', (text, value) => expect(parseNumber(text)).toBe(value));

  test('what is shown is read again', () => {
    for (const value of [0, 31, 10_000, 0.1, 1e12, 123_456.789]) expect(parseNumber(formatNumber(value))).toBe(value);
  });
});

describe('the filter in the address', () => {
  test.each([[{}], [{ classId: null }], [{ classId: 7, split: 'test' as const }], [{ lot: 'L-1', text: 'IMG' }]])(
    '%o',
    (filter) => {
      expect(filterOf(queryOf(filter))).toEqual(filter);
      expect(isFiltered(filter)).toBe(Object.keys(filter).length > 0);
    },
  );

  test('nonsense is no filter', () => {
    expect(filterOf({ class: '-1', split: 'all', lot: '', text: '' })).toEqual({});
  });
});

describe('decisions about an import', () => {
  test('everything is proposed; what lies outside a folder comes without a class', () => {
    const report = {
      ...exampleReport,
      classes: [...exampleReport.classes, { source: '', images: 5, verdict: 'OK' as const, exists: false }],
    };
    const decisions = propose(report);
    expect(decisions.map(({ target }) => target)).toEqual(['良品', 'キズ', '欠け', null]);
    expect(chosenImages(report, decisions)).toBe(412 + 58 + 9 + 5);
    const without = decisions.map((one) => ({ ...one, include: one.source !== 'キズ' }));
    expect(chosenImages(report, without)).toBe(412 + 9 + 5);
  });

  test('names are composed as the app keeps them, so that a folder from another system meets its class', () => {
    const decomposed = 'キズ・ガ'.normalize('NFD');
    const found = { source: decomposed, images: 1, verdict: 'NG' as const, exists: true };
    const [decision] = propose({ ...exampleReport, classes: [found] });
    expect(decision?.source).toBe(decomposed);
    expect(decision?.target).toBe('キズ・ガ'.normalize('NFC'));
    expect(propose({ ...exampleReport, classes: [{ ...found, source: 'x'.repeat(300) }] })[0]?.target).toHaveLength(
      100,
    );
  });

  test('one verdict alone is told, unless the project has the other', () => {
    const [good, scratch, chip] = propose(exampleReport);
    if (!good || !scratch || !chip) throw new Error('three classes are proposed');
    const ng = { id: 1, name: 'キズ', verdict: 'NG' as const, images: 1 };
    expect(onlyVerdict([good, scratch, chip], [])).toBeNull();
    expect(onlyVerdict([scratch, chip], [])).toBe('NG');
    expect(onlyVerdict([{ ...good, include: true }], [ng])).toBeNull();
    expect(onlyVerdict([{ ...good, target: null }], [])).toBeNull();
    // A class that exists keeps its own verdict.
    expect(onlyVerdict([{ ...scratch, verdict: 'OK' }], [ng])).toBe('NG');
  });
});

test('what was picked is named by its top', () => {
  const file = new File([], 'a.png');
  expect(labelOf([{ path: 'a.png', file }])).toBe('a.png');
  expect(
    labelOf([
      { path: '外観/良品/a.png', file },
      { path: '外観/キズ/b.png', file },
    ]),
  ).toBe('外観');
  expect(
    labelOf([
      { path: 'a/1.png', file },
      { path: 'b/1.png', file },
      { path: 'c.png', file },
    ]),
  ).toBe('a +2');
});
