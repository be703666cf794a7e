// The report for approval: honest in every outcome, complete in both languages, safe in a browser and in Excel.
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { reportDocument } from '../../../main/trials/report/document.ts';
import { csvCell, reportCsv, reportJson } from '../../../main/trials/report/tables.ts';
import { madeReport, outcomes } from '../../support/made-trial.ts';

const visible = (page: string) =>
  page
    .replace(/<style>.*?<\/style>/su, '')
    .replaceAll(/<[^>]+>/gu, ' ')
    .replaceAll(/\s+/gu, ' ');
const frontOf = (page: string) => visible(page.slice(0, page.indexOf('class="annex"')));

describe('the page', () => {
  it.each([
    ['gain', 'ja', '高くなりました', '再学習は適応SAM（省計算）を用い'],
    ['gain', 'en', 'gains 11.0 points of balanced accuracy', 'Retrain with Adaptive SAM'],
    ['none', 'ja', '効果は確認できません', '標準 SGDを継続し'],
    ['none', 'en', 'No measurable gain', 'Stay with SGD'],
    ['loss', 'ja', '低くなりました', '標準 SGDを継続し'],
    ['loss', 'en', 'loses 11.0 points', 'Stay with SGD'],
  ] as const)('of a %s in %s says so, and what follows', (outcome, language, verdict, rule) => {
    const front = frontOf(reportDocument(madeReport(outcomes[outcome], { language })));
    expect(front).toContain(verdict);
    expect(front).toContain(rule);
  });
  it('has what a page for approval needs', () => {
    const front = frontOf(reportDocument(madeReport(outcomes.gain)));
    for (const part of [
      '品質保証部長 殿',
      '製造技術課',
      '佐藤',
      '承認',
      '確認',
      '作成',
      '限界',
      '運用ルール',
      '年間効果',
      '95%区間',
    ]) {
      expect(front).toContain(part);
    }
    expect(front).toContain('未確認');
    expect(front).toContain('仮定のワット数');
    expect(front).toContain('30.0%');
  });
  it('is in one language, holds no script, loads nothing, and takes no markup from texts', () => {
    const page = reportDocument(madeReport(outcomes.gain, { language: 'en', title: 'A <script>alert(1)</script>' }));
    expect(page).not.toMatch(/<script|https?:|src=|url\(/);
    expect(page).toContain('A &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(visible(page)).toContain('キズ &lt;b&gt;');
    const own = visible(page).replaceAll(
      /夜間の試行|鋼板表面|品質保証部長|佐藤|製造技術課|再学習を.*?変更したい。|キズ/gu,
      '',
    );
    expect(own).not.toMatch(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u);
  });
  it('traces its figures in the annex', () => {
    const page = visible(reportDocument(madeReport(outcomes.gain, { language: 'en' })));
    for (const part of ['A. Conditions', 'Seed 4', 'p (seeds)', 'Effect if double', 'ab'.repeat(32), '0.063']) {
      expect(page).toContain(part);
    }
  });
  it('refuses a method that was not compared', () => {
    expect(() => madeReport(outcomes.gain, { method: 'asam' })).toThrow();
  });
});

describe('figures for machines', () => {
  it('as JSON give every number back', () => {
    const data = madeReport(outcomes.gain);
    const read: unknown = JSON.parse(reportJson(data));
    expect(read).toMatchObject({ format: 1, result: data.result, benefit: data.benefit, draft: data.draft });
  });
  it('as CSV hold a row for each mean, seed, difference and step', () => {
    const csv = reportCsv(madeReport(outcomes.gain, { language: 'en' }));
    expect(csv.startsWith('\u{feff}budget,')).toBe(true);
    const rows: unknown = parse(csv, { bom: true, columns: true });
    expect(rows).toContainEqual(
      expect.objectContaining({ method: 'SGD', seed: '', figure: 'Escape (NG judged OK)', mean: '0.15' }),
    );
    expect(rows).toContainEqual(expect.objectContaining({ method: 'SGD', seed: '4', figure: 'Escape (NG judged OK)' }));
  });
  it.each([
    ['=1+1', "'=1+1"],
    ['+x', "'+x"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['a,b', '"a,b"'],
    ['-"', '"\'-"""'],
    [-0.5, '-0.5'],
    [null, ''],
  ])('as CSV never become a formula: %s', (value, cell) => expect(csvCell(value)).toBe(cell));
});
