// The report for approval as a PDF: printed by a real browser, the page in front on one A4 page whatever it has to say.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReport, pagesOf } from '../../../main/services/reports/make-report.ts';
import { printWithBrowser } from '../../../main/services/reports/print-with-browser.ts';
import { reportDocument } from '../../../main/trials/report/document.ts';
import { reportDraft } from '../../../shared/contract/reports.ts';
import type { TrialPlan } from '../../../shared/domain/trial.ts';
import { chromiumProgram } from '../../support/browser.ts';
import { madeReport, outcomes, plan } from '../../support/made-trial.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'narashi-report-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const print = printWithBrowser(async () => {
  const { executablePath, args, env } = await chromiumProgram();
  return { path: executablePath, args, env };
});

/** As much as a report can be asked to say. */
const fullPlan: TrialPlan = { ...plan, methods: ['sgd', 'sam', 'asam', 'samar-efficient', 'samar-thorough'] };
const longest = (language: 'ja' | 'en') => ({
  language,
  title: (language === 'ja' ? '外観検査の再学習方法の変更' : 'Change of the training method ').repeat(10).slice(0, 80),
  recipient: (language === 'ja' ? '品質保証部' : 'Quality assurance ').repeat(6),
  department: (language === 'ja' ? '製造技術課' : 'Production engineering ').repeat(4),
  author: language === 'ja' ? '佐藤 太郎・鈴木 花子' : 'Taro Sato, Hanako Suzuki',
  proposal: (language === 'ja' ? '再学習の方法を変更したい。' : 'We ask for a change of method. ')
    .repeat(60)
    .slice(0, 600),
});
const usual = (language: 'ja' | 'en') => ({ language });

describe.each([
  ['usual', usual],
  ['the longest', longest],
] as const)('with %s words', (_, words) => {
  it.each([
    ['ja', 'gain'],
    ['en', 'gain'],
    ['ja', 'none'],
    ['en', 'none'],
  ] as const)('the page in front fits one A4 page: %s, %s', async (language, outcome) => {
    const draft = words(language);
    expect(reportDraft.shape.proposal.safeParse('proposal' in draft ? draft.proposal : '').success).toBe(true);
    const page = reportDocument(madeReport(outcomes[outcome], draft, fullPlan));
    const front = page.replace(/<section class="annex">.*<\/section>/su, '');
    expect(front).not.toBe(page);
    const path = join(folder, `${language}-${outcome}.html`);
    await writeFile(path, front);
    await print(path, `${path}.pdf`);
    const pdf = await readFile(`${path}.pdf`);
    expect(pagesOf(pdf)).toBe(1);
    // A4 in points, as the printer takes it.
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox\s*\[\s*0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\s*\]/u);
  });
});

it('is made with its annex and the figures beside it', async () => {
  const { files, pages, withoutPdf } = await makeReport(madeReport(outcomes.gain), folder, print);
  expect(withoutPdf).toBeNull();
  expect(files.map(({ format }) => format)).toEqual(['pdf', 'html', 'json', 'csv']);
  expect(pages).toBeGreaterThan(1);
  expect(pages).toBeLessThan(6);
});

it('does without a PDF where nothing can print one, and says why', async () => {
  const none = await makeReport(
    madeReport(outcomes.gain),
    folder,
    printWithBrowser(async () => undefined),
  );
  expect(none).toMatchObject({ pages: null, withoutPdf: { code: 'reports.no-printer' } });
  expect(none.files.map(({ format }) => format)).toEqual(['html', 'json', 'csv']);
  const broken = printWithBrowser(async () => ({ path: process.execPath, args: ['--no-such-option'] }));
  expect((await makeReport(madeReport(outcomes.gain), folder, broken)).withoutPdf?.code).toBe('reports.not-printed');
});
